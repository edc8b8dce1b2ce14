import type { Evaluate } from '../../expressions/compiled.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import type { RecordCodec } from '../../state/codecs/record-codec.ts';
import { LotStore, type StoredLot } from '../../state/lots/lot-store.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type Lot, type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { type OnError, OperatorMetrics } from '../operator-metrics.ts';

/** A call of a table function. */
export interface TableFunctionCall {
  /** For reports. */
  readonly name: string;
  readonly rows: (values: readonly SqlValue[]) => readonly SqlValue[];
  readonly arguments: readonly Evaluate[];
}

export interface FlatMapOptions {
  readonly calls: readonly TableFunctionCall[];
  /** Of the records that come in: one that is exploded in lots is kept. */
  readonly codec: RecordCodec;
}

type Lists = readonly (readonly SqlValue[])[];

/**
 * Table functions in a SELECT list (EXPLODE): makes several records of each, one for each row of the longest list; what
 * a shorter one lacks is NULL. Their values stand behind the record's own columns, one for each call. A call that fails is
 * reported and gives no rows. A record without a value makes none.
 *
 * A record that makes many is exploded in lots, so that others have their turn. State: records of which rows are still to be
 * made, and how many are made. After a restart the calls are evaluated again, and the rest of their rows follows.
 *
 * Source: ksqlDB's KudtfFlatMapper.
 */
export function flatMap(
  context: OperatorContext,
  { calls, codec }: FlatMapOptions,
  output: Output<StreamRecord>,
): OneInput {
  const metrics = new OperatorMetrics('flat-map');
  const onError = metrics.counting(context.onError);
  const { lots } = context;
  const write = (record: StreamRecord, lists: Lists, from: number, to: number) => {
    const { ts, partition, offset, row, window, headers, inputs } = record;
    for (let i = from; i < to; i++) {
      const values = row.concat(lists.map((list) => list[i] ?? null));
      metrics.recordsOut++;
      output(streamRecord(ts, partition, offset, values, false, window, headers, inputs));
    }
  };
  const lotOf = (
    record: StreamRecord,
    lists: Lists,
    longest: number,
    most: number,
    stored?: StoredLot,
  ): Lot => {
    let next = stored?.made ?? 0;
    return {
      // evaluated again after a restart a call may give fewer rows than are made already: RANDOM() in its arguments
      left: () => Math.max(0, longest - next),
      run: () => {
        const from = next;
        next = Math.max(from, Math.min(longest, from + most));
        write(record, lists, from, next);
        if (stored !== undefined) store?.made(next, next >= longest);
        return next - from;
      },
    };
  };
  const store = lots?.kept === true ? new LotStore(context, 'flat-map', codec) : undefined;
  for (const stored of store?.all() ?? []) {
    // what fails was reported when it failed first
    const lists = calls.map((call) => rowsOf(call, stored.record, () => undefined));
    lots?.add(lotOf(stored.record, lists, longestOf(lists), lots.rows, stored), stored.headers);
  }
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        metrics.droppedNullValue++;
        return;
      }
      const lists = calls.map((call) => rowsOf(call, record, onError));
      const longest = longestOf(lists);
      if (longest === 0) return;
      if (lots === undefined || (longest <= lots.rows && lots.isEmpty())) {
        write(record, lists, 0, longest);
        return;
      }
      const stored = store?.add(record, lots.headers());
      lots.add(lotOf(record, lists, longest, lots.rows, stored));
    },
  };
}

function longestOf(lists: Lists): number {
  let longest = 0;
  for (const { length } of lists) if (length > longest) longest = length;
  return longest;
}

function rowsOf(call: TableFunctionCall, record: StreamRecord, onError: OnError): readonly SqlValue[] {
  try {
    return call.rows(call.arguments.map((evaluate) => evaluate(record)));
  } catch (error) {
    onError(error, call.name, record);
    return [];
  }
}
