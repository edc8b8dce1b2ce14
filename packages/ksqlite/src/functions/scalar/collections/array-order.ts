import { compareValues } from '../../../types/compare-values.ts';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, comparable, text } from '../../signature/parameter.ts';
import { genericNamed, type Resolution, strictTyped, typeOfArgument } from '../../signature/variant.ts';

const items = arrayOf(comparable('T'));
type Items = readonly SqlValue[];

const comparison = ({ generics }: Resolution): ((a: SqlValue, b: SqlValue) => number) => {
  const type: SqlType | undefined = generics.get('T');
  return type === undefined ? () => 0 : compareValues(type);
};

const extremeOf = (sign: 1 | -1) => (resolution: Resolution) => {
  const compare = comparison(resolution);
  return (values: Items): SqlValue => {
    let best: SqlValue = null;
    for (const value of values) {
      if (value !== null && (best === null || sign * compare(value, best) > 0)) best = value;
    }
    return best;
  };
};

/** scalar-functions.md#array_max: NULLs are skipped. */
export const arrayMax = defineScalar('ARRAY_MAX', 'ARRAY', 'The highest value of an array.', [
  strictTyped([items], genericNamed('T'), extremeOf(1)),
]);

/** scalar-functions.md#array_min: NULLs are skipped. */
export const arrayMin = defineScalar('ARRAY_MIN', 'ARRAY', 'The lowest value of an array.', [
  strictTyped([items], genericNamed('T'), extremeOf(-1)),
]);

const DIRECTIONS: ReadonlyMap<string, 1 | -1> = new Map([
  ['ASC', 1],
  ['ASCENDING', 1],
  ['DESC', -1],
  ['DESCENDING', -1],
]);

/** scalar-functions.md#array_sort: NULLs at the end in either direction; an unknown direction gives NULL. */
export const arraySort = defineScalar('ARRAY_SORT', 'ARRAY', 'An array in order.', [
  strictTyped([items], typeOfArgument(0), (resolution) => {
    const compare = comparison(resolution);
    return (values) => values.toSorted(compare);
  }),
  strictTyped([items, text], typeOfArgument(0), (resolution) => {
    const compare = comparison(resolution);
    return (values, direction) => {
      const sign = DIRECTIONS.get(direction.toUpperCase());
      if (sign === undefined) return null;
      const down = (a: SqlValue, b: SqlValue): number =>
        a === null || b === null ? compare(a, b) : compare(b, a);
      return values.toSorted(sign === 1 ? compare : down);
    };
  }),
]);
