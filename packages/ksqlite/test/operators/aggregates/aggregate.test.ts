import fc from 'fast-check';
import { aggregate } from '../../../src/operators/aggregates/aggregate.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { checkOperator, type Outcome, runOperator, type Start } from '../support/check-operator.ts';
import { type Event, eventsAndTime, groupBy, KEYS, takeEvent } from '../support/events.ts';
import { FAILING_LIST, LIST, listCall, listed } from '../support/list-aggregate.ts';
import { type ListedChange, listedChange, listedRows } from '../support/listed-change.ts';
import { memoryContext } from '../support/memory-context.ts';

interface Spec {
  readonly sendsOld: boolean;
  readonly failing: boolean;
  /** The aggregate is a function of one's own. */
  readonly own: boolean;
}

const start =
  ({ sendsOld, ...list }: Spec): Start<Event, ListedChange> =>
  (context, emit) => {
    const options = {
      name: 'groups',
      calls: [listCall(list)],
      groupBy,
      keyTypes: [STRING],
      sendsOld,
    };
    const operator = aggregate(context, options, (change) => emit(listedChange(change)));
    return {
      take: takeEvent(operator),
      rows: () => listedRows(operator.rows(undefined)),
      metrics: operator.metrics,
    };
  };

/** For each record the list of all before it in its group. */
function model({ sendsOld, failing }: Spec, all: readonly Event[]): Partial<Outcome<ListedChange>> {
  const held = (key: string | null, count: number): { ts: number; values: (number | null)[] } => {
    const own = all.slice(0, count).flatMap((event, i) => {
      const value = listed(i, failing);
      return event.key !== key || event.tombstone || value === undefined ? [] : [{ ts: event.ts, value }];
    });
    return { ts: Math.max(...own.map(({ ts }) => ts)), values: own.map(({ value }) => value) };
  };
  const results = all.flatMap(({ key, tombstone }, i): ListedChange[] => {
    if (key === null || tombstone || listed(i, failing) === undefined) return [];
    const { ts, values } = held(key, i + 1);
    const before = held(key, i).values;
    return [
      {
        key: [key],
        window: undefined,
        ts,
        row: [values],
        old: before.length > 0 && sendsOld ? [before] : null,
      },
    ];
  });
  const rows = KEYS.flatMap((key): ListedChange[] => {
    const { ts, values } = held(key, all.length);
    return values.length === 0 ? [] : [{ key: [key], window: undefined, ts, row: [values], old: null }];
  });
  const failed = all.flatMap(({ key, tombstone }, i) =>
    key !== null && !tombstone && listed(i, failing) === undefined ? [i] : [],
  );
  return { results, rows, failed };
}

describe('an aggregate without a window', () => {
  it('does what the naive one does, restarted anywhere', () => {
    const options = fc.record({ sendsOld: fc.boolean(), failing: fc.boolean(), own: fc.boolean() });
    checkOperator({ options, steps: eventsAndTime(), start, model });
  });

  it('counts what is left out, and reports what failed', () => {
    const context = memoryContext();
    const options = { name: 'groups', calls: [FAILING_LIST], groupBy, keyTypes: [STRING], sendsOld: false };
    const operator = aggregate(context, options, () => undefined);
    const take = takeEvent(operator);
    take({ key: 'a', ts: 1, tombstone: false }, 0);
    take({ key: null, ts: 1, tombstone: false }, 1);
    take({ key: 'a', ts: 1, tombstone: true }, 2);
    take({ key: 'a', ts: 1, tombstone: false }, 3);
    take({ key: 'a', ts: 1, tombstone: false }, 5);
    expect(operator.metrics).toMatchObject({
      recordsIn: 5,
      recordsOut: 2,
      droppedNullKey: 1,
      droppedNullValue: 1,
      droppedFailed: 1,
      errors: 2,
    });
    expect(context.errors).toEqual(['AGGREGATE: Error: it can not be added', 'LIST: Error: it has no value']);
  });

  it('gives the row of one group', () => {
    const steps: Event[] = [
      { key: 'a', ts: 1, tombstone: false },
      { key: 'b', ts: 2, tombstone: false },
    ];
    const one: Start<Event, ListedChange> = (context, emit) => {
      const options = { name: 'groups', calls: [LIST], groupBy, keyTypes: [STRING], sendsOld: false };
      const operator = aggregate(context, options, (change) => emit(listedChange(change)));
      return {
        take: takeEvent(operator),
        rows: () => listedRows(operator.rows('b')),
        metrics: operator.metrics,
      };
    };
    expect(runOperator(one, steps).rows).toEqual([
      { key: ['b'], window: undefined, ts: 2, row: [[1]], old: null },
    ]);
  });
});
