import { defineScalar } from '../../signature/define-scalar.ts';
import { generic } from '../../signature/parameter.ts';
import { genericNamed, nullable } from '../../signature/variant.ts';

/** scalar-functions.md#as_value: copies a key column into the value. What it does to the schema is the planner's. */
export const asValue = defineScalar('AS_VALUE', 'OTHER', 'Copies a key column into the value.', [
  nullable([generic('T')], genericNamed('T'), (value) => value),
]);
