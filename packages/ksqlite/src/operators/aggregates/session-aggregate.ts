import { stateCodec } from '../../formats/value-text.ts';
import { type StreamRecord, streamRecord, type WindowBounds } from '../../runtime/stream-record.ts';
import { type MapKey, rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec } from '../../state/codecs/row-codec.ts';
import { type Session, type SessionRef, SessionStore } from '../../state/sessions/session-store.ts';
import type { Row } from '../../types/sql-value.ts';
import type { KeepsRows, OneInput, OperatorContext, Output } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import { aggregator } from './aggregator.ts';
import { finalEmitter } from './final-emitter.ts';
import { groupKey } from './group-key.ts';
import { notedTime } from './noted-time.ts';
import type { WindowedAggregateOptions } from './windowed-aggregate.ts';

export interface SessionAggregateOptions extends WindowedAggregateOptions {
  /** The longest pause within a session. */
  readonly gapMs: number;
  /** How long behind its end a session is found by a record; at most `retentionMs`. */
  readonly mergeMs: number;
}

const NO_STATES: Row[] = [];

/**
 * Sessions: a record within `gapMs` of a session extends it, one between two sessions merges them. Sessions that were
 * extended or merged are deleted under their old bounds and appear under the new ones. EMIT FINAL reports a session once,
 * when stream time has passed its end, gap and grace. One that ended `mergeMs` ago takes no record in: a late one begins a
 * session of its own. A change's ts is its session's end. A record that an aggregate can't
 * take leaves all sessions as they were.
 *
 * State: each session's group, bounds and aggregates, until `retentionMs` after its end. Stream time is the latest ts of a
 * record that has a group.
 *
 * Source: Kafka Streams' KStreamSessionWindowAggregate.
 */
export function sessionAggregate(
  context: OperatorContext,
  options: SessionAggregateOptions,
  output: Output<TableChange>,
): OneInput & KeepsRows {
  const { name, gapMs, mergeMs, graceMs, final, sendsOld } = options;
  const metrics = new OperatorMetrics(name);
  const onError = metrics.counting(context.onError);
  const aggregates = aggregator(options.calls, onError);
  const groupOf = groupKey(context, options.groupBy, metrics);
  const store = new SessionStore(context, {
    name,
    // one that ended just gap and grace ago is still to be reported
    retentionMs: options.retentionMs + (final ? 1 : 0),
    keepsLsns: final,
    codec: { key: rowCodec(options.keyTypes), state: aggregates.stateTypes.map(stateCodec) },
  });
  const time = notedTime(context, name);
  let streamTime = Math.max(store.observedTs(), time.atStart);
  store.advance(streamTime);

  const recordOf = (keyRow: Row, state: Row, partition: number, window: WindowBounds) =>
    streamRecord(window.end, partition, -1, aggregates.rowOf(keyRow, state), false, window);
  /** @param state null: the session is no more, or its old row is not wanted */
  const change = (
    { keyRow, start, end }: Session,
    partition: number,
    state: Row | null,
    old: Row | null,
  ): TableChange => {
    const window = { start, end };
    const next = state === null ? null : recordOf(keyRow, state, partition, window);
    const was = old === null ? null : recordOf(keyRow, old, partition, window);
    return { key: keyRow, window, ts: end, partition, next, old: was };
  };
  const closed = final
    ? finalEmitter<SessionRef>(store.refs(), (session) => session.end, streamTime - graceMs - gapMs)
    : undefined;

  /** What stream time has closed is reported before anything expires: a session may be kept no longer than until then. */
  const closeSessions = (partition: number): void =>
    closed?.close(streamTime - graceMs - gapMs, (ref) => {
      const session = store.get(ref);
      if (session === undefined) return;
      metrics.recordsOut++;
      output(change(session, partition, store.stateOf(session), null));
    });

  return {
    metrics,
    rows: function* (key) {
      for (const session of store.sessions(key)) yield change(session, 0, store.stateOf(session), null);
    },
    nextDue: () => (closed?.firstEnd() ?? Number.POSITIVE_INFINITY) + graceMs + gapMs + 1,
    advance: (to) => {
      if (to <= streamTime) return;
      streamTime = to;
      time.note(to);
      closeSessions(0);
      store.advance(streamTime);
    },
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        metrics.droppedNullValue++;
        return;
      }
      const keyRow = groupOf(record);
      if (keyRow === null) return;
      const key = rowKey(keyRow);
      if (key === null) return;
      const moved = record.ts > streamTime;
      if (moved) streamTime = record.ts;
      closeSessions(record.partition);
      add(record, key, keyRow, moved);
      // only now: a record still finds what was kept when it came
      store.advance(streamTime);
    },
  };

  function add(record: StreamRecord, key: MapKey, keyRow: Row, moved: boolean): void {
    const { ts, partition } = record;
    const merged = store.find(key, Math.max(ts - gapMs, store.observedTs() - mergeMs + 1), ts + gapMs);
    let start = ts;
    let end = ts;
    for (let i = 0; i < merged.length; i++) {
      const session = merged[i] as Session;
      if (session.start < start) start = session.start;
      if (session.end > end) end = session.end;
    }
    if (end < streamTime - graceMs - gapMs) {
      metrics.late++;
      context.onDropped('late', record);
      return;
    }
    const states = merged.length === 0 ? NO_STATES : new Array<Row>(merged.length);
    let state: Row | undefined;
    try {
      for (let i = 0; i < merged.length; i++) {
        const own = store.stateOf(merged[i] as Session);
        states[i] = own;
        state = state === undefined ? aggregates.reopen(own) : aggregates.merge(state, own);
      }
      state = aggregates.add(state ?? aggregates.initial, record);
    } catch (error) {
      metrics.droppedFailed++;
      onError(error, 'AGGREGATE', record);
      if (moved) time.note(streamTime);
      return;
    }
    // a session of the very same bounds is replaced in place, not deleted first
    const isReplaced = merged.length === 1 && start === end;
    if (!final && !isReplaced)
      for (let i = 0; i < merged.length; i++) {
        metrics.recordsOut++;
        const old = sendsOld ? (states[i] as Row) : null;
        output(change(merged[i] as Session, partition, null, old));
      }
    const session = store.put(key, keyRow, start, end, state, merged, states);
    if (!final) {
      metrics.recordsOut++;
      // old is null even when the bounds stayed: Kafka Streams forwards no old value for an updated session
      output(change(session, partition, state, null));
    } else closed?.add({ hash: session.hash, lsn: session.lsn, start, end });
  }
}
