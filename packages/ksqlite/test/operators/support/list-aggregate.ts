import type { BoundAggregate } from '../../../src/functions/aggregate-function.ts';
import { listChanges } from '../../../src/functions/values/list-changes.ts';
import type { AggregateCall } from '../../../src/operators/aggregates/aggregator.ts';
import { array, INTEGER } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

const listOf = (state: SqlValue): readonly SqlValue[] => state as readonly SqlValue[];

const list: BoundAggregate = {
  stateType: array(INTEGER),
  returns: array(INTEGER),
  initial: [],
  add: (state, [value]) => {
    if (isRefused(value)) throw new Error('it can not be added');
    return [...listOf(state), value ?? null];
  },
  merge: (a, b) => [...listOf(a), ...listOf(b)],
  undo: (state, [value]) => {
    const at = listOf(state).indexOf(value ?? null);
    if (at < 0) throw new Error(`${String(value)} is not in the group`);
    return listOf(state).toSpliced(at, 1);
  },
  result: (state) => state,
  changes: listChanges(INTEGER),
};

/** Numbers that the aggregate throws at. */
const isRefused = (value: SqlValue | undefined): boolean => typeof value === 'number' && value % 7 === 3;

/** Collects the last column of every record: what a group holds, and in which order it came. */
export const LIST: AggregateCall = {
  name: 'LIST',
  aggregate: { ...list, add: (state, [value]) => [...listOf(state), value ?? null] },
  arguments: [(record) => record.row.at(-1) ?? null],
};

/** The same, but that some numbers can't be added, and of others the argument fails. */
export const FAILING_LIST: AggregateCall = {
  name: 'LIST',
  aggregate: list,
  arguments: [
    (record) => {
      const value = record.row.at(-1) ?? null;
      if (typeof value === 'number' && value % 7 === 5) throw new Error('it has no value');
      return value;
    },
  ],
};

/** What becomes of a number in such a list: undefined, it is left out. */
export const listed = (value: number, failing: boolean): number | null | undefined =>
  !failing ? value : isRefused(value) ? undefined : value % 7 === 5 ? null : value;
