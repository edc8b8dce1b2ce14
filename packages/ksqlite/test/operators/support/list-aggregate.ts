import type { BoundAggregate } from '../../../src/functions/aggregate-function.ts';
import type { AggregateCall } from '../../../src/operators/aggregates/aggregator.ts';
import { array, INTEGER } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

const list: BoundAggregate = {
  stateType: array(INTEGER),
  returns: array(INTEGER),
  initial: [],
  add: (state, [value]) => [...(state as readonly SqlValue[]), value ?? null],
  merge: (a, b) => [...(a as readonly SqlValue[]), ...(b as readonly SqlValue[])],
  undo: undefined,
  result: (state) => state,
};

/** Collects the second column of every record: what a window holds, and in which order it came. */
export const LIST: AggregateCall = {
  name: 'LIST',
  aggregate: list,
  arguments: [(record) => record.row[1] ?? null],
};
