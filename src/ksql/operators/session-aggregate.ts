import type { Rec } from '../runtime/rec.ts';
import { rowKey } from '../state/map-key.ts';
import { rowCodec } from '../state/row-codec.ts';
import { type Session, sessionStore } from '../state/session-store.ts';
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
  readonly groupKey: (record: Rec) => Row | null;
  readonly keyTypes: readonly SqlType[];
  readonly graceMs: number;
  readonly retentionMs: number;
  /** EMIT FINAL: report a window once, when it has closed. */
  readonly final: boolean;
  /** A record came after its window had closed. */
  readonly onExpired: (record: Rec) => void;
  /** Told of the table once, for who looks its rows up. */
  readonly onKept?: (rows: KeptRows<TableChange>) => void;
}

/**
 * Sessions as Kafka Streams' KStreamSessionWindowAggregate makes them: a record within `gapMs` of a session extends
 * it, one between two sessions merges them; sessions that were extended or merged are deleted under their old bounds
 * and appear under the new ones. A change's ts is its session's end.
 */
export function sessionAggregate(
  context: StateContext,
  options: WindowedAggregateOptions & { readonly gapMs: number },
  emit: (change: TableChange) => void,
): (record: Rec) => void {
  const { aggregator, groupKey, gapMs, graceMs, final } = options;
  const store = sessionStore(context, options.name, options.retentionMs, {
    key: rowCodec(options.keyTypes),
    state: rowCodec([aggregator.stateType]),
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
  const stateOf = (session: Session): Row => store.stateOf(session)[0] as unknown as Row;
  const result = (session: Session): Row => aggregator.result(stateOf(session));
  options.onKept?.(function* (key) {
    for (const session of store.sessions(key)) yield change(session, 0, result(session), null);
  });
  const closed = final
    ? finalEmitter<Session>(store.sessions(), (session) => session.end, streamTime - graceMs - gapMs)
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
    closed?.close(closeTime, (session) => emit(change(session, record.partition, result(session), null)));
    store.advance(streamTime);
    const merged = store.find(key, record.ts - gapMs, record.ts + gapMs);
    let start = record.ts;
    let end = record.ts;
    let state: Row | undefined;
    for (const session of merged) {
      state = state === undefined ? stateOf(session) : aggregator.merge(state, stateOf(session));
      if (session.start < start) start = session.start;
      if (session.end > end) end = session.end;
    }
    if (end < closeTime) {
      options.onExpired(record);
    } else {
      // a session of the very same bounds is replaced in place, not deleted first
      const replaced = merged.length === 1 && start === end ? merged[0] : undefined;
      for (const session of merged) {
        if (session === replaced) continue;
        store.remove(session);
        if (!final) emit(change(session, record.partition, null, result(session)));
      }
      const next = aggregator.add(state ?? aggregator.initial, record);
      const session = store.put(
        key,
        keyRow,
        start,
        end,
        [next],
        replaced === undefined ? merged[0] : undefined,
      );
      // old is null even when the bounds stayed: Kafka Streams forwards no old value for an updated session
      if (!final) emit(change(session, record.partition, aggregator.result(next), null));
      else closed?.add(session);
    }
  };
}
