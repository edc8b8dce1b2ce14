import { stateCodec } from '../formats/value-text.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import { rowCodec } from '../state/codecs/row-codec.ts';
import { type Session, type SessionRef, sessionStore } from '../state/sessions/session-store.ts';
import type { StateContext } from '../state/state-context.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Row } from '../types/sql-value.ts';
import type { Aggregator } from './aggregator.ts';
import { finalEmitter } from './final-emitter.ts';
import type { KeptRows } from './kept-rows.ts';
import type { TableChange } from './table-change.ts';

export interface WindowedAggregateOptions {
  readonly name: string;
  readonly aggregator: Aggregator;
  /** The group's columns; a record of which one is null belongs to no group. */
  readonly groupKey: (record: StreamRecord) => Row | null;
  readonly keyTypes: readonly SqlType[];
  readonly graceMs: number;
  readonly retentionMs: number;
  /** EMIT FINAL: report a window once, when it has closed. */
  readonly final: boolean;
  /** A record came after its window had closed. */
  readonly onExpired: (record: StreamRecord) => void;
  /** Told of the table once, for who looks its rows up. */
  readonly onKept?: (rows: KeptRows<TableChange>) => void;
}

const NO_STATES: Row[] = [];

/**
 * Sessions as Kafka Streams' KStreamSessionWindowAggregate makes them: a record within `gapMs` of a session extends
 * it, one between two sessions merges them; sessions that were extended or merged are deleted under their old bounds
 * and appear under the new ones. A change's ts is its session's end.
 */
export function sessionAggregate(
  context: StateContext,
  options: WindowedAggregateOptions & { readonly gapMs: number },
  emit: (change: TableChange) => void,
): (record: StreamRecord) => void {
  const { aggregator, groupKey, gapMs, graceMs, final } = options;
  const store = sessionStore(context, {
    name: options.name,
    retentionMs: options.retentionMs,
    keepsPositions: final,
    codec: { key: rowCodec(options.keyTypes), state: aggregator.stateTypes.map(stateCodec) },
  });
  let streamTime = store.observedTs();

  const change = (session: Session, partition: number, row: Row | null, old: Row | null): TableChange => ({
    key: session.keyRow,
    window: { start: session.start, end: session.end },
    ts: session.end,
    partition,
    row,
    old,
  });
  const result = (session: Session): Row => aggregator.result(store.stateOf(session));
  options.onKept?.(function* (key) {
    for (const session of store.sessions(key)) yield change(session, 0, result(session), null);
  });
  const closed = final
    ? finalEmitter<SessionRef>(store.refs(), (session) => session.end, streamTime - graceMs - gapMs)
    : undefined;

  return (record) => {
    if (record.tombstone) return;
    const keyRow = groupKey(record);
    if (keyRow === null) return;
    const key = rowKey(keyRow);
    if (key === null) return;
    if (record.ts > streamTime) streamTime = record.ts;
    const closeTime = streamTime - graceMs - gapMs;
    // before anything expires: a window may be kept no longer than until it closes
    closed?.close(closeTime, (ref) => {
      const session = store.get(ref);
      if (session !== undefined) emit(change(session, record.partition, result(session), null));
    });
    store.advance(streamTime);
    const merged = store.find(key, record.ts - gapMs, record.ts + gapMs);
    let start = record.ts;
    let end = record.ts;
    let state: Row | undefined;
    const states = merged.length === 0 ? NO_STATES : new Array<Row>(merged.length);
    for (let i = 0; i < merged.length; i++) {
      const session = merged[i] as Session;
      const own = store.stateOf(session);
      states[i] = own;
      state = state === undefined ? own : aggregator.merge(state, own);
      if (session.start < start) start = session.start;
      if (session.end > end) end = session.end;
    }
    if (end < closeTime) {
      options.onExpired(record);
    } else {
      // a session of the very same bounds is replaced in place, not deleted first
      const isReplaced = merged.length === 1 && start === end;
      if (!final && !isReplaced)
        for (let i = 0; i < merged.length; i++)
          emit(change(merged[i] as Session, record.partition, null, aggregator.result(states[i] as Row)));
      const next = aggregator.add(state ?? aggregator.initial, record);
      const session = store.put(key, keyRow, start, end, next, merged, states);
      // old is null even when the bounds stayed: Kafka Streams forwards no old value for an updated session
      if (!final) emit(change(session, record.partition, aggregator.result(next), null));
      else closed?.add({ hash: session.hash, lsn: session.lsn, start, end });
    }
  };
}
