import { FunctionError } from '../function-error.ts';

/** An encoding of bytes as text. `decode` throws for a text that is not of the encoding. */
export interface Encoding {
  readonly decode: (text: string) => Buffer;
  readonly encode: (bytes: Buffer) => string;
}

export function hexToBytes(text: string): Buffer {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text))
    throw new FunctionError(`'${text}' is not hexadecimal`);
  return Buffer.from(text, 'hex');
}

/** What ASCII cannot hold becomes `?` on the way in and U+FFFD on the way out, as in Java. */
export const asciiToBytes = (text: string): Buffer =>
  // By code point, so that a pair of surrogates is one `?`.
  Buffer.from(Array.from(text, (letter) => (letter.charCodeAt(0) < 0x80 ? letter : '?')).join(''), 'latin1');

export const bytesToAscii = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\xff]/g, '\uFFFD');

function base64ToBytes(text: string): Buffer {
  // The padding may be missing, but a single letter left over does not make a byte.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    throw new FunctionError(`'${text}' is not base64`);
  }
  return Buffer.from(text, 'base64');
}

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map([
  ['hex', { decode: hexToBytes, encode: (bytes: Buffer) => bytes.toString('hex').toUpperCase() }],
  [
    'utf8',
    {
      decode: (text: string) => Buffer.from(text, 'utf8'),
      encode: (bytes: Buffer) => bytes.toString('utf8'),
    },
  ],
  ['ascii', { decode: asciiToBytes, encode: bytesToAscii }],
  ['base64', { decode: base64ToBytes, encode: (bytes: Buffer) => bytes.toString('base64') }],
]);

export function encodingNamed(name: string): Encoding {
  const encoding = ENCODINGS.get(name.toLowerCase());
  if (encoding !== undefined) return encoding;
  throw new FunctionError(`Unknown encoding type '${name}'. Known are 'hex', 'utf8', 'ascii' and 'base64'.`);
}
