import type { Evaluate } from '../../expressions/compiled.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type OneInput, type OperatorContext, type Output, TIMELESS } from '../operator.ts';
import { type OnError, OperatorMetrics } from '../operator-metrics.ts';

/** A call of a table function. */
export interface TableFunctionCall {
  /** For reports. */
  readonly name: string;
  readonly rows: (values: readonly SqlValue[]) => readonly SqlValue[];
  readonly arguments: readonly Evaluate[];
}

/** Records that are made in one go where more may follow later. */
const LOT_ROWS = 10;

/**
 * Table functions in a SELECT list (EXPLODE): makes several records of each, one for each row of the longest list; what
 * a shorter one lacks is NULL. Their values stand behind the record's own columns, one for each call. A call that fails is
 * reported and gives no rows. A record without a value makes none. In a client's query a record is exploded in lots, so that
 * others have their turn.
 *
 * Source: ksqlDB's KudtfFlatMapper.
 */
export function flatMap(
  context: Pick<OperatorContext, 'onError' | 'lots'>,
  { calls }: { readonly calls: readonly TableFunctionCall[] },
  output: Output<StreamRecord>,
): OneInput {
  const metrics = new OperatorMetrics('flat-map');
  const onError = metrics.counting(context.onError);
  const write = (record: StreamRecord, lists: readonly (readonly SqlValue[])[], from: number, to: number) => {
    const { ts, partition, offset, row, window, headers, inputs } = record;
    for (let i = from; i < to; i++) {
      const values = row.concat(lists.map((list) => list[i] ?? null));
      metrics.recordsOut++;
      output(streamRecord(ts, partition, offset, values, false, window, headers, inputs));
    }
  };
  return {
    metrics,
    advance: TIMELESS,
    receive: (record) => {
      metrics.recordsIn++;
      if (record.tombstone) {
        metrics.droppedNullValue++;
        return;
      }
      let longest = 0;
      const lists = calls.map((call) => {
        const list = rowsOf(call, record, onError);
        if (list.length > longest) longest = list.length;
        return list;
      });
      const { lots } = context;
      if (lots === undefined || (longest <= LOT_ROWS && lots.isEmpty())) {
        write(record, lists, 0, longest);
        return;
      }
      let next = 0;
      lots.add(() => {
        const from = next;
        next = Math.min(longest, from + LOT_ROWS);
        write(record, lists, from, next);
        return next < longest;
      });
    },
  };
}

function rowsOf(call: TableFunctionCall, record: StreamRecord, onError: OnError): readonly SqlValue[] {
  try {
    return call.rows(call.arguments.map((evaluate) => evaluate(record)));
  } catch (error) {
    onError(error, call.name, record);
    return [];
  }
}
