import { aggregateFunction, boundAggregate } from '../../../src/database/functions/aggregate-function.ts';
import type { OwnAggregate } from '../../../src/database/functions/own-function.ts';
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

/** The same as somebody would write it for SQL: it changes its state in place. */
const ownList = (failing: boolean): BoundAggregate => {
  const own = aggregateFunction({
    name: 'OWN_LIST',
    args: ['INT'],
    takesNull: true,
    state: 'ARRAY<INT>',
    returns: 'ARRAY<INT>',
    initial: () => [],
    add: (state, value) => {
      state.push(value);
      if (failing && isRefused(value)) throw new Error('it can’t be added');
      return state;
    },
    undo: (state, value) => {
      state.splice(state.indexOf(value), 1);
      return state;
    },
    merge: (a, b) => {
      a.push(...b);
      return a;
    },
  }) as OwnAggregate;
  const bound = boundAggregate([own]).bind([{ kind: 'value', type: INTEGER }]);
  if (bound === undefined) throw new Error('it does not take a number');
  return bound;
};

/** @param own as a function of one's own */
export const listCall = ({
  failing,
  own,
}: {
  readonly failing: boolean;
  readonly own: boolean;
}): AggregateCall => {
  const builtIn = failing ? FAILING_LIST : LIST;
  return own ? { ...builtIn, aggregate: ownList(failing) } : builtIn;
};

/** What becomes of a number in such a list: undefined, it is left out. */
export const listed = (value: number, failing: boolean): number | null | undefined =>
  !failing ? value : isRefused(value) ? undefined : value % 7 === 5 ? null : value;
