import { streamRecord, type WindowBounds } from '../../runtime/stream-record.ts';
import { type MapKey, rowKey } from '../../state/codecs/map-key.ts';
import { rowCodec } from '../../state/codecs/row-codec.ts';
import { type TimeWindow, TimeWindowStore } from '../../state/windows/time-window-store.ts';
import type { Row } from '../../types/sql-value.ts';
import { type KeepsRows, listing, type OneInput, type OperatorContext, type Output } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import { aggregator } from './aggregator.ts';
import { finalEmitter } from './final-emitter.ts';
import { groupKey } from './group-key.ts';
import { notedTime } from './noted-time.ts';
import type { WindowedAggregateOptions } from './windowed-aggregate.ts';

/**
 * Tumbling and hopping windows: a record counts in every window [start, start + size) around it that has not closed,
 * that is whose end is later than stream time less grace. EMIT CHANGES reports a window with each of its records, EMIT
 * FINAL once, when stream time closes it, the one that ends first before others. A change's ts is the latest of its
 * window's records. A tumbling window is one whose `advanceMs` is its `sizeMs`.
 *
 * State: each window's group, start, aggregates and ts, until `retentionMs` after its start. Stream time is the latest ts
 * of a record that has a group.
 *
 * Source: Kafka Streams' KStreamWindowAggregate; KIP-328 (suppress), KIP-825 (emit on window close).
 */
export function timeWindowAggregate(
  context: OperatorContext,
  options: WindowedAggregateOptions & { readonly sizeMs: number; readonly advanceMs: number },
  output: Output<TableChange>,
): OneInput & KeepsRows {
  const { name, graceMs, sizeMs, advanceMs, final, sendsOld } = options;
  const metrics = new OperatorMetrics(name);
  const onError = metrics.counting(context.onError);
  const aggregates = aggregator(options.calls, onError);
  const groupOf = groupKey(context, options.groupBy, metrics);
  const store = new TimeWindowStore(context, name, options.retentionMs, {
    key: rowCodec(options.keyTypes),
    state: rowCodec([aggregates.stateType]),
    changes: aggregates.stateChanges,
  });
  const time = notedTime(context, name);
  let streamTime = Math.max(store.observedTs(), time.atStart);
  store.advance(streamTime);

  const recordOf = ({ keyRow, ts }: TimeWindow, partition: number, state: Row, bounds: WindowBounds) =>
    streamRecord(ts, partition, -1, aggregates.rowOf(keyRow, state), false, bounds);
  const change = (window: TimeWindow, partition: number, state: Row, old: Row | null): TableChange => {
    const bounds = { start: window.start, end: window.start + sizeMs };
    return {
      key: window.keyRow,
      window: bounds,
      ts: window.ts,
      partition,
      next: recordOf(window, partition, state, bounds),
      old: old === null ? null : recordOf(window, partition, old, bounds),
    };
  };
  const stateOf = (window: TimeWindow): Row => window.state[0] as unknown as Row;
  const closed = final
    ? finalEmitter<TimeWindow>(store.inOrder(), (window) => window.start + sizeMs - 1, streamTime - graceMs)
    : undefined;

  /** What stream time has closed is reported before anything expires: a window may be kept no longer than until then. */
  const closeWindows = (partition: number): void => {
    closed?.close(streamTime - graceMs, (window) => {
      if (!window.alive) return;
      metrics.recordsOut++;
      output(change(window, partition, stateOf(window), null));
    });
    store.advance(streamTime);
  };

  return {
    metrics,
    rows: listing(
      function* (key: MapKey | undefined) {
        for (const window of store.windows(key)) yield change(window, 0, stateOf(window), null);
      },
      () => store.keys(),
    ),
    nextDue: () => (closed?.firstEnd() ?? Number.POSITIVE_INFINITY) + graceMs + 1,
    advance: (to) => {
      if (to <= streamTime) return;
      streamTime = to;
      time.note(to);
      closeWindows(0);
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
      const { ts: recordTs, partition } = record;
      const moved = recordTs > streamTime;
      if (moved) streamTime = recordTs;
      closeWindows(partition);
      const closeTime = streamTime - graceMs;
      const first = Math.floor(Math.max(0, recordTs - sizeMs + advanceMs) / advanceMs) * advanceMs;
      for (let start = first; start <= recordTs; start += advanceMs) {
        if (start + sizeMs <= closeTime) {
          metrics.late++;
          context.onDropped('late', record);
          continue;
        }
        const before = store.get(key, start);
        const oldState = before === undefined ? aggregates.initial : stateOf(before);
        let state: Row;
        try {
          state = aggregates.add(oldState, record);
        } catch (error) {
          metrics.droppedFailed++;
          onError(error, 'AGGREGATE', record);
          if (moved) time.note(streamTime);
          continue;
        }
        const old = before === undefined || !sendsOld ? null : oldState;
        const ts = before === undefined ? recordTs : Math.max(before.ts, recordTs);
        const window = store.put(key, keyRow, start, [state], ts);
        if (!final) {
          metrics.recordsOut++;
          output(change(window, partition, state, old));
        } else if (before === undefined) closed?.add(window);
      }
    },
  };
}
