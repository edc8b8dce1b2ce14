/**
 * How the key or the value of a record stands in a line of JSON, and back.
 *
 * What must stay true: bytes → JSON → bytes is the same bytes. Where a format can't promise that of some bytes, it has no JSON for them,
 * and the line has them in Base64.
 */
import { isUtf8 } from 'node:buffer';
import type { Value } from '../../support/options/value.ts';

export interface FieldFormat {
  /** JSON, on one line, of bytes; undefined: there is none that gives them back. */
  jsonOf(bytes: Buffer): string | undefined;
  /** The bytes of JSON, as its text stands in a line; never of `null`. Throws Error, a sentence about it. */
  bytesOf(json: string): Buffer;
  /** The bytes of a line that is no record, but the value itself. Throws Error, a sentence about it. */
  bytesOfLine(line: string): Buffer;
}

/** A string is its text, and anything else its JSON: always given as a string. */
const TEXT: FieldFormat = {
  jsonOf: (bytes) => (isUtf8(bytes) ? JSON.stringify(bytes.toString('utf8')) : undefined),
  bytesOf: (json) => Buffer.from(json.startsWith('"') ? (JSON.parse(json) as string) : json),
  bytesOfLine: (line) => Buffer.from(line),
};

/** The same, but objects, arrays, numbers and booleans are given as they stand, digit for digit. */
const JSON_TEXT: FieldFormat = {
  jsonOf: (bytes) => {
    if (!isUtf8(bytes)) return undefined;
    const text = bytes.toString('utf8');
    return standsAsItIs(text) ? text : JSON.stringify(text);
  },
  bytesOf: TEXT.bytesOf,
  bytesOfLine: (line) => {
    if (parsedOf(line) === undefined)
      throw new Error('is not JSON, and JSON is the format of values (--value-format TEXT takes any line)');
    return Buffer.from(line);
  },
};

/** JSON as it stands, a string with its quotes: what `SchemaFields` makes the bytes of a schema of. */
const SCHEMA: FieldFormat = {
  jsonOf: (json) => json.toString('utf8'),
  bytesOf: (json) => Buffer.from(json),
  bytesOfLine: JSON_TEXT.bytesOfLine,
};

/** Whether a line may have the text as it is: a string, or null, would come back as other bytes. */
function standsAsItIs(text: string): boolean {
  if (/^\s|\s$|[\n\r]/.test(text)) return false;
  const parsed = parsedOf(text);
  return parsed !== undefined && parsed !== null && typeof parsed !== 'string';
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const BASE64: FieldFormat = {
  jsonOf: () => undefined,
  bytesOf: (json) => {
    if (!json.startsWith('"')) throw new Error(`${shortened(json)} is not Base64 in quotes`);
    return bytesOfBase64(JSON.parse(json) as string);
  },
  bytesOfLine: bytesOfBase64,
};

/** Throws Error for what is not Base64. */
export function bytesOfBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, ''))
    throw new Error(`${shortened(JSON.stringify(text))} is not Base64`);
  return bytes;
}

/** A number as Kafka's own serializers write it: `size` bytes, big-endian. */
function numberFormat(
  what: string,
  size: number,
  read: (bytes: Buffer) => string,
  write: (bytes: Buffer, json: string) => void,
): FieldFormat {
  const bytesOf = (json: string): Buffer => {
    const bytes = Buffer.alloc(size);
    try {
      write(bytes, json);
    } catch {
      throw new Error(`${shortened(json)} is not ${what}`);
    }
    return bytes;
  };
  return {
    jsonOf: (bytes) => {
      if (bytes.length !== size) return undefined;
      const json = read(bytes);
      return bytesOf(json).equals(bytes) ? json : undefined;
    },
    bytesOf,
    bytesOfLine: (line) => bytesOf(line.trim()),
  };
}

/** BigInt takes an empty text and hexadecimal digits, too. Throws SyntaxError. */
function integerOf(json: string): bigint {
  if (!/^-?\d+$/.test(json)) throw new SyntaxError(json);
  return BigInt(json);
}

/** What a double has no JSON number for is in quotes. Throws SyntaxError. */
function doubleOf(json: string): number {
  if (json.startsWith('"') && ['NaN', 'Infinity', '-Infinity'].includes(JSON.parse(json)))
    return Number(JSON.parse(json));
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'number') throw new SyntaxError(json);
  return parsed;
}

function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

const INT = numberFormat(
  'an INT: a whole number of 32 bits',
  4,
  (bytes) => String(bytes.readInt32BE()),
  (bytes, json) => void bytes.writeInt32BE(Number(integerOf(json))),
);
const BIGINT = numberFormat(
  'a BIGINT: a whole number of 64 bits',
  8,
  (bytes) => String(bytes.readBigInt64BE()),
  (bytes, json) => void bytes.writeBigInt64BE(integerOf(json)),
);
const DOUBLE = numberFormat(
  'a DOUBLE: a number, or "NaN", "Infinity", "-Infinity"',
  8,
  (bytes) => doubleText(bytes.readDoubleBE()),
  (bytes, json) => void bytes.writeDoubleBE(doubleOf(json)),
);

export const FIELD_FORMATS = { TEXT, JSON: JSON_TEXT, BASE64, INT, BIGINT, DOUBLE, SCHEMA } as const;

export type FieldFormatName = keyof typeof FIELD_FORMATS;

/** What statements call them. */
const OTHER_NAMES: Readonly<Record<string, FieldFormatName>> = {
  DELIMITED: 'TEXT',
  KAFKA: 'TEXT',
  AVRO: 'SCHEMA',
  PROTOBUF: 'SCHEMA',
  JSON_SR: 'SCHEMA',
};

const isName = (text: string): text is FieldFormatName => Object.hasOwn(FIELD_FORMATS, text);

/** The format of a text, in any case; undefined: there is none. */
export function fieldFormatNamed(text: string): FieldFormatName | undefined {
  const name = text.toUpperCase();
  return isName(name) ? name : OTHER_NAMES[name];
}

/** The formats of keys and values of one command. */
export interface FieldFormats {
  readonly key: FieldFormatName;
  readonly value: FieldFormatName;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** For `readValue`: what it wants. */
export const FORMAT_NAMES: Value<unknown>['wants'] =
  'TEXT, JSON, BASE64, INT, BIGINT, DOUBLE, AVRO, PROTOBUF, JSON_SR, DELIMITED or KAFKA';
