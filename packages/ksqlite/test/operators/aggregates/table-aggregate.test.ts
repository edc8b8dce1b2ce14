import fc from 'fast-check';
import type { AggregateCall } from '../../../src/operators/aggregates/aggregator.ts';
import { groupChangeReader, groupChangeWriter } from '../../../src/operators/aggregates/group-changes.ts';
import { tableAggregate } from '../../../src/operators/aggregates/table-aggregate.ts';
import { type StreamRecord, streamRecord } from '../../../src/runtime/stream-record.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { checkOperator, type Outcome, type Start } from '../support/check-operator.ts';
import { groupBy } from '../support/events.ts';
import { listCall } from '../support/list-aggregate.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';

/** A row of a table gets a group and a value, or goes. */
interface Update {
  readonly row: number;
  readonly ts: number;
  /** undefined: the row is deleted; null: it belongs to no group */
  readonly group: string | null | undefined;
}

const updates: fc.Arbitrary<Update[]> = fc.array(
  fc.record({
    row: fc.nat(4),
    ts: fc.nat(50),
    group: fc.constantFrom('a', 'a', 'b', 'c', null, undefined),
  }),
  { maxLength: 30, size: 'max' },
);

/** The whole way of a change: written by group, read again, aggregated. A row's value is the number of its update. */
const start =
  (sendsOld: boolean, list: AggregateCall): Start<Update, ListedChange> =>
  (context, emit, inputs) => {
    // what the table over the rows would say was there before
    const table = (inputs[0] as StreamRecord[]) ?? [];
    const options = { name: 'groups', calls: [list], keyTypes: [STRING], sendsOld };
    const groups = tableAggregate(context, options, (change) => emit(listedChange(change)));
    const reader = groupChangeReader(context, { keyCount: 1 }, groups.receive);
    const columns = [(record: StreamRecord) => record.row[1] ?? null];
    const writer = groupChangeWriter(
      context,
      { groupBy, columns, encodeGroup: ([group]) => group },
      (row, tombstone, ts, partition) => reader.receive(streamRecord(ts, partition, 0, row, tombstone)),
    );
    return {
      metrics: groups.metrics,
      rows: () => listedRows(groups.rows(undefined)),
      take: ({ row, ts, group }, number) => {
        const next = group === undefined ? null : streamRecord(ts, 0, number, [group, number], false);
        const old = table.findLast(({ partition }) => partition === row);
        const was = old === undefined || old.tombstone ? null : old;
        writer.receive({ key: [row], window: undefined, ts, partition: 0, next, old: was });
        table.push(streamRecord(ts, row, number, next?.row ?? [], next === null));
      },
    };
  };

/** Every group is the values of the rows in it; one that was once there stays. */
function model(sendsOld: boolean, all: readonly Update[]): Partial<Outcome<ListedChange>> {
  const rows = new Map<number, { group: string; value: number }>();
  const groups = new Map<string, { ts: number; values: number[] }>();
  const results: ListedChange[] = [];
  all.forEach(({ row, ts, group }, value) => {
    const change = (name: string, values: (old: readonly number[]) => number[]): void => {
      const before = groups.get(name);
      const after = { ts: Math.max(ts, before?.ts ?? ts), values: values(before?.values ?? []) };
      groups.set(name, after);
      const old = before === undefined || !sendsOld ? null : [before.values];
      results.push({ key: [name], window: undefined, ts: after.ts, row: [after.values], old });
    };
    const was = rows.get(row);
    const without = (values: readonly number[]) => values.filter((each) => each !== was?.value);
    const isIn = group !== undefined && group !== null;
    if (was !== undefined && was.group === group) change(group, (values) => [...without(values), value]);
    else {
      if (was !== undefined) change(was.group, without);
      if (isIn) change(group, (values) => [...values, value]);
    }
    if (isIn) rows.set(row, { group, value });
    else rows.delete(row);
  });
  const kept = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { ts, values }]) => ({ key: [name], window: undefined, ts, row: [values], old: null }));
  return { results, rows: kept };
}

describe('an aggregate over a table', () => {
  it.each([false, true])('does what the naive one does, restarted anywhere; one’s own: %s', (own) => {
    const list = listCall({ failing: false, own });
    checkOperator({
      options: fc.boolean(),
      steps: updates,
      start: (sendsOld) => start(sendsOld, list),
      model,
      numRuns: 200,
    });
  });
});
