import { equalValues } from '../../../types/equal-values.ts';
import { BOOLEAN, INTEGER } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, generic } from '../../signature/parameter.ts';
import { strict, typed, typeOfArgument } from '../../signature/variant.ts';

const T = generic('T');

/** scalar-functions.md#array_contains: FALSE for a NULL array. NULL can be looked for too. */
export const arrayContains = defineScalar('ARRAY_CONTAINS', 'ARRAY', 'Whether an array has a value.', [
  typed([arrayOf(T), T], BOOLEAN, ({ generics }) => {
    const type = generics.get('T');
    const equal = type === undefined ? Object.is : equalValues(type);
    return (items, value) => {
      if (items === null) return false;
      for (const item of items) if (equal(item, value)) return true;
      return false;
    };
  }),
]);

/** scalar-functions.md#array_length */
export const arrayLength = defineScalar('ARRAY_LENGTH', 'ARRAY', 'How many values an array has.', [
  strict([arrayOf(T)], INTEGER, (items) => items.length),
]);

/** scalar-functions.md#array_remove: every occurrence; NULL can be removed too. */
export const arrayRemove = defineScalar('ARRAY_REMOVE', 'ARRAY', 'An array without a value.', [
  typed([arrayOf(T), T], typeOfArgument(0), ({ generics }) => {
    const type = generics.get('T');
    const equal = type === undefined ? Object.is : equalValues(type);
    return (items, value) => (items === null ? null : items.filter((item) => !equal(item, value)));
  }),
]);
