import type { StreamRecord } from '../runtime/stream-record.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import { rowCodec } from '../state/codecs/row-codec.ts';
import type { StateContext } from '../state/state-context.ts';
import { type TimeWindow, timeWindowStore } from '../state/windows/time-window-store.ts';
import type { Row } from '../types/sql-value.ts';
import { finalEmitter } from './final-emitter.ts';
import type { WindowedAggregateOptions } from './session-aggregate.ts';
import type { TableChange } from './table-change.ts';

/**
 * Tumbling and hopping windows as Kafka Streams' KStreamWindowAggregate makes them: a record counts in every window
 * [start, start + size) around it that has not closed, that is whose end is later than stream time less grace. A
 * change's ts is the latest of its window's records.
 *
 * @throws nothing; a tumbling window is one whose `advanceMs` is its `sizeMs`
 */
export function timeWindowAggregate(
  context: StateContext,
  options: WindowedAggregateOptions & { readonly sizeMs: number; readonly advanceMs: number },
  emit: (change: TableChange) => void,
): (record: StreamRecord) => void {
  const { aggregator, groupKey, graceMs, sizeMs, advanceMs, final } = options;
  const store = timeWindowStore(context, options.name, options.retentionMs, {
    key: rowCodec(options.keyTypes),
    state: rowCodec([aggregator.stateType]),
  });
  let streamTime = store.observedTs();

  const change = (window: TimeWindow, partition: number, row: Row, old: Row | null): TableChange => ({
    key: window.keyRow,
    window: { start: window.start, end: window.start + sizeMs },
    ts: window.ts,
    partition,
    row,
    old,
  });
  options.onKept?.(function* (key) {
    for (const window of store.windows(key))
      yield change(window, 0, aggregator.result(window.state[0] as unknown as Row), null);
  });
  const closed = final
    ? finalEmitter<TimeWindow>(store.windows(), (window) => window.start + sizeMs - 1, streamTime - graceMs)
    : undefined;

  return (record) => {
    if (record.tombstone) return;
    const keyRow = groupKey(record);
    if (keyRow === null) return;
    const key = rowKey(keyRow);
    if (key === null) return;
    if (record.ts > streamTime) streamTime = record.ts;
    const closeTime = streamTime - graceMs;
    // before anything expires: a window may be kept no longer than until it closes
    closed?.close(closeTime, (window) => {
      if (window.alive)
        emit(change(window, record.partition, aggregator.result(window.state[0] as unknown as Row), null));
    });
    store.advance(streamTime);
    const first = Math.floor(Math.max(0, record.ts - sizeMs + advanceMs) / advanceMs) * advanceMs;
    for (let start = first; start <= record.ts; start += advanceMs) {
      if (start + sizeMs <= closeTime) {
        options.onExpired(record);
        continue;
      }
      const before = store.get(key, start);
      const oldState = before === undefined ? aggregator.initial : (before.state[0] as unknown as Row);
      const old = before === undefined || final ? null : aggregator.result(oldState);
      const state = aggregator.add(oldState, record);
      const ts = before === undefined ? record.ts : Math.max(before.ts, record.ts);
      const window = store.put(key, keyRow, start, [state], ts);
      if (!final) emit(change(window, record.partition, aggregator.result(state), old));
      else if (before === undefined) closed?.add(window);
    }
  };
}
