import { STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { decoded } from '../../values/java/java-uri.ts';

const escaped = (letter: string): string =>
  letter === ' ' ? '+' : Buffer.from(letter).toString('hex').toUpperCase().replace(/../g, '%$&');

/** scalar-functions.md#url_encode_param: all but letters, digits and `-_.*`; a space becomes `+`. */
export const urlEncodeParam = defineScalar('URL_ENCODE_PARAM', 'URL', 'A text for use in a URL.', [
  strict([text], STRING, (value) => value.replace(/[^A-Za-z0-9_.*-]/gu, escaped)),
]);

/** scalar-functions.md#url_decode_param */
export const urlDecodeParam = defineScalar(
  'URL_DECODE_PARAM',
  'URL',
  'A text that was made for use in a URL.',
  [
    strict([text], STRING, (value) => {
      if (/%(?![0-9A-Fa-f]{2})/.test(value))
        throw new FunctionError(`URL_DECODE_PARAM: illegal escape in '${value}'`);
      return decoded(value.replaceAll('+', ' '));
    }),
  ],
);
