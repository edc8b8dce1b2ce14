import { compareValues, isComparable } from '../../types/compare-values.ts';
import { array, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { listChanges } from '../values/list-changes.ts';
import { integerLiteral } from './literals.ts';

type Values = readonly SqlValue[];
type Compare = (a: SqlValue, b: SqlValue) => number;

/** Highest first, the new one after its equals; the same array where there is no room for it. */
function insert(values: Values, value: SqlValue, k: number, compare: Compare): Values {
  const at = values.findIndex((other) => compare(value, other) > 0);
  const index = at < 0 ? values.length : at;
  if (index >= k) return values;
  const result = [...values.slice(0, index), value, ...values.slice(index)];
  if (result.length > k) result.pop();
  return result;
}

const KINDS_OF_TOPK = new Set<SqlType['kind']>(['INTEGER', 'BIGINT', 'DOUBLE', 'STRING']);

/**
 * aggregate-functions.md#topk: the k highest values, highest first, equal ones by arrival; NULLs are skipped. With
 * more columns the result is an array of structs: `sort_col`, `col0`, `col1`, …. Streams only.
 */
export const topK: AggregateFunction = {
  name: 'TOPK',
  description: 'The k highest values of a column, with other columns of their rows.',
  signatures: ['INT', 'BIGINT', 'DOUBLE', 'STRING'].map((type) => `TOPK(col ${type}, others ANY..., k INT)`),
  bind: (args) => {
    const k = integerLiteral(args.at(-1));
    const types = args.slice(0, -1).flatMap(({ type }) => type ?? []);
    const [sorted] = types;
    // Every column must have a type: of an untyped NULL no field can be made.
    if (k === undefined || sorted === undefined || types.length !== args.length - 1) return undefined;
    if (!KINDS_OF_TOPK.has(sorted.kind)) return undefined;
    const single = types.length === 1;
    const fields = types.map((type, i) => ({ name: i === 0 ? 'sort_col' : `col${i - 1}`, type }));
    const entry = single ? sorted : struct(fields);
    const type = array(entry);
    const order = compareValues(sorted);
    const head = (row: SqlValue): SqlValue => (row as Values)[0] ?? null;
    const compare: Compare = single ? order : (a, b) => order(head(a), head(b));
    return {
      stateType: type,
      returns: type,
      initial: [],
      add: (state, values) => {
        const [value = null] = values;
        if (value === null) return state;
        return insert(state as Values, single ? value : values.slice(0, types.length), k, compare);
      },
      merge: (a, b) =>
        (b as Values).reduce((values: Values, value) => insert(values, value, k, compare), a as Values),
      undo: undefined,
      result: (state) => state,
      changes: listChanges(entry),
    };
  },
};

/** aggregate-functions.md#topkdistinct: as TOPK of one column, equal values once. */
export const topKDistinct: AggregateFunction = {
  name: 'TOPKDISTINCT',
  description: 'The k highest distinct values of a column.',
  signatures: ['INT', 'BIGINT', 'DOUBLE', 'STRING', 'DECIMAL', 'DATE', 'TIME', 'TIMESTAMP', 'BYTES'].map(
    (type) => `TOPKDISTINCT(col ${type}, k INT)`,
  ),
  bind: (args) => {
    const type = args[0]?.type;
    const k = integerLiteral(args[1]);
    if (args.length !== 2 || type === undefined || k === undefined) return undefined;
    if (type.kind === 'BOOLEAN' || !isComparable(type)) return undefined;
    const compare = compareValues(type);
    const add = (values: Values, value: SqlValue): Values =>
      values.some((other) => compare(other, value) === 0) ? values : insert(values, value, k, compare);
    return {
      stateType: array(type),
      returns: array(type),
      initial: [],
      add: (state, [value = null]) => (value === null ? state : add(state as Values, value)),
      merge: (a, b) => (b as Values).reduce(add, a as Values),
      undo: undefined,
      result: (state) => state,
      changes: listChanges(type),
    };
  },
};
