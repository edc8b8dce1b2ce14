import { equalValues } from '../../../types/equal-values.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { generic } from '../../signature/parameter.ts';
import { genericNamed, typed } from '../../signature/variant.ts';

const T = generic('T');

/** scalar-functions.md#nullif: NULL when the two are equal, else the first. */
export const nullIf = defineScalar('NULLIF', 'CONDITIONAL', 'NULL when both are equal, else the first.', [
  typed([T, T], genericNamed('T'), ({ generics }) => {
    const type = generics.get('T');
    if (type === undefined) return () => null;
    const equal = equalValues(type);
    return (value, other) => (value === null || equal(value, other) ? null : value);
  }),
]);
