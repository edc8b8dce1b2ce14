import { KsqlError } from '../../errors/ksql-error.ts';
import { array, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction, BoundAggregate } from '../aggregate-function.ts';
import type { ValueArgument } from '../scalar-function.ts';
import { listChanges } from '../values/list-changes.ts';
import { booleanLiteral, integerLiteral } from './literals.ts';
import { bySequence, type Sequenced, sequence, sequencedType } from './sequence.ts';

type Next = () => number;
type States = readonly SqlValue[];

const one = (
  type: SqlType,
  rest: Omit<BoundAggregate, 'stateType' | 'returns' | 'undo'>,
): BoundAggregate => ({
  stateType: sequencedType(type),
  returns: type,
  undo: undefined,
  ...rest,
});

const several = (type: SqlType, rest: Pick<BoundAggregate, 'add' | 'merge'>): BoundAggregate => ({
  stateType: array(sequencedType(type)),
  returns: array(type),
  initial: [],
  undo: undefined,
  result: (state) => (state as States).map((entry) => (entry as Sequenced)[1]),
  changes: listChanges(sequencedType(type)),
  ...rest,
});

const earliestOne = (type: SqlType, ignoreNulls: boolean, next: Next): BoundAggregate =>
  one(type, {
    initial: null,
    add: (state, [value = null]) =>
      state !== null || (value === null && ignoreNulls) ? state : [next(), value],
    merge: (a, b) => {
      if (a === null) return b;
      return b === null || bySequence(a, b) < 0 ? a : b;
    },
    result: (state) => (state === null ? null : (state as Sequenced)[1]),
  });

const latestOne = (type: SqlType, ignoreNulls: boolean, next: Next): BoundAggregate =>
  one(type, {
    // ksqlDB numbers its empty state too; nothing can come before ours.
    initial: [-1, null],
    add: (state, [value = null]) => (value === null && ignoreNulls ? state : [next(), value]),
    merge: (a, b) => {
      const [emptyA, emptyB] = [(a as Sequenced)[1] === null, (b as Sequenced)[1] === null];
      if (ignoreNulls && emptyA !== emptyB) return emptyA ? b : a;
      return bySequence(a, b) >= 0 ? a : b;
    },
    result: (state) => (state as Sequenced)[1],
  });

const merged = (a: SqlValue, b: SqlValue): SqlValue[] =>
  [...(a as States), ...(b as States)].sort(bySequence);

const earliestSeveral = (type: SqlType, n: number, ignoreNulls: boolean, next: Next): BoundAggregate =>
  several(type, {
    add: (state, [value = null]) => {
      const entries = state as States;
      return entries.length >= n || (value === null && ignoreNulls) ? state : [...entries, [next(), value]];
    },
    merge: (a, b) => merged(a, b).slice(0, n),
  });

const latestSeveral = (type: SqlType, n: number, ignoreNulls: boolean, next: Next): BoundAggregate =>
  several(type, {
    add: (state, [value = null]) => {
      if (value === null && ignoreNulls) return state;
      const entries = state as States;
      return [...(entries.length >= n ? entries.slice(entries.length - n + 1) : entries), [next(), value]];
    },
    // ksqlDB keeps the first n of two merged sessions here, not the last. So do we: it is what a cluster would answer.
    merge: (a, b) => merged(a, b).slice(0, n),
  });

interface Variants {
  readonly one: (type: SqlType, ignoreNulls: boolean, next: Next) => BoundAggregate;
  readonly several: (type: SqlType, n: number, ignoreNulls: boolean, next: Next) => BoundAggregate;
}

/** (col), (col, ignoreNulls), (col, n), (col, n, ignoreNulls): NULLs are ignored unless `ignoreNulls` is FALSE. */
function byOffset(name: string, description: string, variants: Variants): AggregateFunction {
  return {
    name,
    description,
    signatures: [
      `${name}(col ANY)`,
      `${name}(col ANY, ignoreNulls BOOLEAN)`,
      `${name}(col ANY, n INT)`,
      `${name}(col ANY, n INT, ignoreNulls BOOLEAN)`,
    ],
    bind: (args, context) => {
      const settings = settingsOf(args);
      const type = args[0]?.type;
      if (type === undefined || settings === undefined) return undefined;
      const { n, ignoreNulls } = settings;
      if (n === undefined) return variants.one(type, ignoreNulls, sequence(context));
      if (n <= 0) throw new KsqlError('SQL_INVALID', `${name}: the number of values must be 1 or greater`);
      return variants.several(type, n, ignoreNulls, sequence(context));
    },
  };
}

function settingsOf(
  args: readonly ValueArgument[],
): { readonly n?: number; readonly ignoreNulls: boolean } | undefined {
  const [, second, third] = args;
  const n = integerLiteral(second);
  const flag = booleanLiteral(n === undefined ? second : third);
  const known = 1 + Number(n !== undefined) + Number(flag !== undefined);
  return args.length === known ? { n, ignoreNulls: flag ?? true } : undefined;
}

/** aggregate-functions.md#earliest_by_offset */
export const earliestByOffset = byOffset(
  'EARLIEST_BY_OFFSET',
  'The first value, or the first n, of a column.',
  {
    one: earliestOne,
    several: earliestSeveral,
  },
);

/** aggregate-functions.md#latest_by_offset */
export const latestByOffset = byOffset('LATEST_BY_OFFSET', 'The last value, or the last n, of a column.', {
  one: latestOne,
  several: latestSeveral,
});
