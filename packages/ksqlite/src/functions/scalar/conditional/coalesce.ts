import type { SqlValue } from '../../../types/sql-value.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { generic } from '../../signature/parameter.ts';
import { genericNamed, nullable, variadic } from '../../signature/variant.ts';

const T = generic('T');

/** scalar-functions.md#coalesce: the first argument that is not NULL. All are of one type; nothing is cast. */
export const coalesce = defineScalar('COALESCE', 'CONDITIONAL', 'The first argument that is not NULL.', [
  variadic([T], T, genericNamed('T'), () => (...values: SqlValue[]) => {
    for (const value of values) if (value !== null) return value;
    return null;
  }),
]);

/** scalar-functions.md#ifnull */
export const ifNull = defineScalar(
  'IFNULL',
  'CONDITIONAL',
  'The first argument, or the second where it is NULL.',
  [nullable([T, T], genericNamed('T'), (value, otherwise) => value ?? otherwise)],
);
