import { BYTES, STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { variadic } from '../../signature/variant.ts';

/** scalar-functions.md#concat: NULLs are left out, so the result is never NULL; differs: bytes-read-up. */
export const concat = defineScalar('CONCAT', 'STRING', 'Texts, or bytes, one after the other.', [
  variadic([], text, STRING, () => (...values: (string | null)[]) => {
    let result = '';
    for (const value of values) if (value !== null) result += value;
    return result;
  }),
  variadic(
    [],
    bytes,
    BYTES,
    () =>
      (...values: (Buffer | null)[]) =>
        Buffer.concat(values.filter((v) => v !== null)),
  ),
]);

/** scalar-functions.md#concat_ws: NULLs are left out; a NULL separator gives NULL. */
export const concatWs = defineScalar(
  'CONCAT_WS',
  'STRING',
  'Texts, or bytes, with the first argument between.',
  [
    variadic([], text, STRING, () => (...inputs: (string | null)[]) => {
      const [separator, ...values] = separated(inputs);
      return separator === null ? null : values.filter((value) => value !== null).join(separator);
    }),
    variadic([], bytes, BYTES, () => (...inputs: (Buffer | null)[]) => {
      const [separator, ...values] = separated(inputs);
      if (separator === null) return null;
      const present = values.filter((value) => value !== null);
      return Buffer.concat(present.flatMap((value, i) => (i === 0 ? [value] : [separator, value])));
    }),
  ],
);

function separated<T>(inputs: (T | null)[]): readonly [T | null, ...(T | null)[]] {
  const [separator, ...values] = inputs;
  if (separator === undefined || values.length === 0) {
    throw new FunctionError('CONCAT_WS: a separator and at least one value are expected');
  }
  return [separator, ...values];
}
