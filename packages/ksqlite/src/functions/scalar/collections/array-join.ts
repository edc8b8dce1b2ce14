import { STRING } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, generic, text } from '../../signature/parameter.ts';
import { type Resolution, strictTyped, typed } from '../../signature/variant.ts';
import { javaText } from '../../values/java/java-text.ts';

const items = arrayOf(generic('T'));

/** Writes an element: NULL as `null`, what is not a primitive is left out. */
function writer({ generics }: Resolution): (value: SqlValue) => string {
  const type = generics.get('T');
  const write = type && javaText(type);
  if (write !== undefined) return write;
  return (value) => {
    if (value === null) return 'null';
    throw new FunctionError(`ARRAY_JOIN: elements of type ${type?.kind} are not supported`);
  };
}

/** scalar-functions.md#array_join: `,` is the default delimiter; a NULL delimiter is none. */
export const arrayJoin = defineScalar('ARRAY_JOIN', 'ARRAY', 'The elements of an array as one text.', [
  strictTyped([items], STRING, (resolution) => {
    const write = writer(resolution);
    return (values) => values.map(write).join(',');
  }),
  typed([items, text], STRING, (resolution) => {
    const write = writer(resolution);
    return (values, delimiter) => (values === null ? null : values.map(write).join(delimiter ?? ''));
  }),
]);
