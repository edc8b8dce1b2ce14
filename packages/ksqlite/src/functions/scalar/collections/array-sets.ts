import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, generic } from '../../signature/parameter.ts';
import { nullable, type Resolution, type Returns, strictTyped } from '../../signature/variant.ts';
import { type ValueKey, valueKey } from '../../values/value-key.ts';

const items = arrayOf(generic('T'));
type Items = readonly SqlValue[];

const arrayOfT: Returns = ({ types }) => types.find((type) => type !== undefined);

function keyOf({ generics }: Resolution): (value: SqlValue) => ValueKey {
  const type = generics.get('T');
  return type === undefined ? () => null : valueKey(type);
}

/** The values whose key `wanted` has not seen, each once, in order; NULL counts as a value. */
function distinct(
  values: Items,
  key: (value: SqlValue) => ValueKey,
  seen: Set<ValueKey> = new Set(),
): SqlValue[] {
  return values.filter((value) => {
    const before = seen.size;
    return seen.add(key(value)).size > before;
  });
}

/** scalar-functions.md#array_distinct: in the order of first occurrence. */
export const arrayDistinct = defineScalar('ARRAY_DISTINCT', 'ARRAY', 'The distinct values of an array.', [
  strictTyped([items], arrayOfT, (resolution) => {
    const key = keyOf(resolution);
    return (values) => distinct(values, key);
  }),
]);

/** scalar-functions.md#array_union: the distinct values of both, the first's before the second's. */
export const arrayUnion = defineScalar('ARRAY_UNION', 'ARRAY', 'The distinct values of two arrays.', [
  strictTyped([items, items], arrayOfT, (resolution) => {
    const key = keyOf(resolution);
    return (left, right) => distinct([...left, ...right], key);
  }),
]);

/** scalar-functions.md#array_except */
export const arrayExcept = defineScalar(
  'ARRAY_EXCEPT',
  'ARRAY',
  'The distinct values of one array not in another.',
  [
    strictTyped([items, items], arrayOfT, (resolution) => {
      const key = keyOf(resolution);
      return (left, right) => distinct(left, key, new Set(right.map(key)));
    }),
  ],
);

/** scalar-functions.md#array_intersect */
export const arrayIntersect = defineScalar(
  'ARRAY_INTERSECT',
  'ARRAY',
  'The distinct values in both arrays.',
  [
    strictTyped([items, items], arrayOfT, (resolution) => {
      const key = keyOf(resolution);
      return (left, right) => {
        const wanted = new Set(right.map(key));
        return distinct(left, key).filter((value) => wanted.has(key(value)));
      };
    }),
  ],
);

/** scalar-functions.md#array_concat: duplicates kept; a NULL array counts as empty unless both are. */
export const arrayConcat = defineScalar('ARRAY_CONCAT', 'ARRAY', 'One array after the other.', [
  nullable([items, items], arrayOfT, (left, right) => {
    if (left === null) return right;
    return right === null ? left : [...left, ...right];
  }),
]);
