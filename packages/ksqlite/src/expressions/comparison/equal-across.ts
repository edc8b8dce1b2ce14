import { equalValues } from '../../types/equal-values.ts';
import { type SqlType, sameType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

type Equal = (a: SqlValue, b: SqlValue) => boolean;
const bothNull: Equal = (a, b) => a === null && b === null;

/**
 * Equality of two ARRAYs, MAPs or STRUCTs whose types may differ inside. As Java's `equals` has it, a value never
 * equals one of another type: `ARRAY[1]` of INTEGER is not `ARRAY[1]` of BIGINT.
 */
export function equalAcross(left: SqlType, right: SqlType): Equal {
  if (sameType(left, right)) return equalValues(left);
  if (left.kind === 'ARRAY' && right.kind === 'ARRAY') {
    const equal = nullable(equalAcross(left.element, right.element));
    return (a, b) => {
      const [ours, theirs] = [a as readonly SqlValue[], b as readonly SqlValue[]];
      return ours.length === theirs.length && ours.every((item, i) => equal(item, theirs[i] ?? null));
    };
  }
  if (left.kind === 'MAP' && right.kind === 'MAP') {
    const equal = nullable(equalAcross(left.value, right.value));
    return (a, b) => {
      const [ours, theirs] = [a as ReadonlyMap<string, SqlValue>, b as ReadonlyMap<string, SqlValue>];
      return (
        ours.size === theirs.size && [...ours].every(([key, item]) => equal(item, theirs.get(key) ?? null))
      );
    };
  }
  return bothNull;
}

const nullable =
  (equal: Equal): Equal =>
  (a, b) =>
    a === null || b === null ? bothNull(a, b) : equal(a, b);
