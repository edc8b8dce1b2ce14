import { STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { asciiToBytes, bytesToAscii, hexToBytes } from '../../values/encodings.ts';

/** `0xAB79` (an odd digit gets a 0 before it) and `X'AB79'` are hexadecimal too. */
function hexDigits(value: string): string {
  if (value.startsWith('0x')) return value.length % 2 === 0 ? value.slice(2) : `0${value.slice(2)}`;
  return /^[xX]'.*'$/.test(value) ? value.slice(2, -1) : value;
}

const READERS: ReadonlyMap<string, (value: string) => Buffer> = new Map([
  ['hex', (value) => hexToBytes(hexDigits(value))],
  ['utf8', (value) => Buffer.from(value, 'utf8')],
  ['ascii', asciiToBytes],
  ['base64', (value) => Buffer.from(value, 'base64')],
]);

const WRITERS: ReadonlyMap<string, (bytes: Buffer) => string> = new Map([
  ['hex', (bytes: Buffer) => bytes.toString('hex')],
  ['utf8', (bytes: Buffer) => bytes.toString('utf8')],
  ['ascii', bytesToAscii],
  ['base64', (bytes: Buffer) => bytes.toString('base64')],
]);

/** scalar-functions.md#encode: from one of hex, utf8, ascii and base64 to another one of them. */
export const encode = defineScalar('ENCODE', 'STRING', 'A text in another encoding.', [
  strict([text, text, text], STRING, (value, from, to) => {
    const read = READERS.get(from.toLowerCase());
    const write = WRITERS.get(to.toLowerCase());
    if (read === undefined || write === undefined || from.toLowerCase() === to.toLowerCase()) {
      throw new FunctionError(
        'ENCODE: the encodings are hex, utf8, ascii and base64, and two different ones',
      );
    }
    return write(read(value));
  }),
]);
