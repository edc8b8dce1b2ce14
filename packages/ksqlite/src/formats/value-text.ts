import { Big } from 'big.js';
import type { SqlType, StructType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { isPlain as isPlainText } from './json/writing/quote.ts';
import { knownText } from './json/writing/struct-text.ts';

export interface StateCodec {
  encode(value: SqlValue): string;
  decode(text: string): SqlValue;
  /** What `JSON.parse` made of the text, as the value. */
  fromParsed(parsed: unknown): SqlValue;
}

/** What JSON.parse makes of a value's text. */
type Parsed = null | boolean | number | string | Parsed[] | { readonly [name: string]: Parsed };
type Write = (value: SqlValue) => string;

const quote = (text: string): string => (isPlainText(text) ? `"${text}"` : JSON.stringify(text));
type Read = (parsed: Parsed) => SqlValue;

/**
 * Values as text and back without loss, for changelogs. JSON, where what JSON lacks is written as text: NaN, the
 * infinities, -0, bigints, DECIMALs (in plain digits), BYTES (in Base64). STRUCTs are arrays, MAPs arrays of keys and
 * values in turn (an object would reorder keys such as "1"). A STRUCT that a topic's JSON was made of already is written
 * as that, where JSON loses nothing of it: an object instead of an array.
 */
export function stateCodec(type: SqlType): StateCodec {
  const read = reader(type);
  return {
    encode: writer(type),
    fromParsed: (parsed) => (read === undefined ? (parsed as SqlValue) : read(parsed as Parsed)),
    decode:
      read === undefined ? (JSON.parse as (text: string) => SqlValue) : (text) => read(JSON.parse(text)),
  };
}

function writer(type: SqlType): Write {
  switch (type.kind) {
    case 'STRING':
      return (value) => (value === null ? 'null' : quote(value as string));
    case 'BIGINT':
      return (value) => (typeof value === 'bigint' ? `"${value}"` : `${value as number | null}`);
    case 'DOUBLE':
      return (value) => (value === null ? 'null' : doubleText(value as number));
    case 'DECIMAL':
      return (value) => (value === null ? 'null' : `"${(value as Big).toFixed()}"`);
    case 'BYTES':
      return (value) => (value === null ? 'null' : `"${(value as Buffer).toString('base64')}"`);
    case 'ARRAY': {
      const write = writer(type.element);
      return listWriter(() => write);
    }
    case 'STRUCT': {
      const writes = type.fields.map((field) => writer(field.type));
      const write = listWriter((i) => writes[i] as Write);
      if (!isPlain(type)) return write;
      const known = knownText(type);
      return (value) => (value === null ? 'null' : (known(value as readonly SqlValue[]) ?? write(value)));
    }
    case 'MAP':
      return mapWriter(writer(type.value));
    default:
      return (value) => `${value as null | boolean | number}`;
  }
}

/** Whether the JSON format writes each value of the type as itself, so that JSON.parse gives it back. */
function isPlain(type: SqlType): boolean {
  switch (type.kind) {
    case 'BIGINT':
    case 'DECIMAL':
    case 'BYTES':
    case 'ARRAY':
    case 'MAP':
      return false;
    case 'STRUCT':
      return type.fields.every((field) => isPlain(field.type));
    default:
      return true;
  }
}

function doubleText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '"-0"' : '0';
  return Number.isFinite(value) ? `${value}` : `"${value}"`;
}

const listWriter =
  (writeAt: (index: number) => Write): Write =>
  (value) => {
    if (value === null) return 'null';
    const items = value as readonly SqlValue[];
    let text = '[';
    for (let i = 0; i < items.length; i++) {
      if (i > 0) text += ',';
      text += writeAt(i)(items[i] as SqlValue);
    }
    return `${text}]`;
  };

const mapWriter =
  (write: Write): Write =>
  (value) => {
    if (value === null) return 'null';
    let text = '[';
    for (const [key, item] of value as ReadonlyMap<string, SqlValue>) {
      text += `${text === '[' ? '' : ','}${quote(key)},${write(item)}`;
    }
    return `${text}]`;
  };

/** Undefined where the parsed JSON is the value already. */
function reader(type: SqlType): Read | undefined {
  switch (type.kind) {
    case 'BIGINT':
      return (parsed) => (typeof parsed === 'string' ? BigInt(parsed) : (parsed as SqlValue));
    case 'DOUBLE':
      return (parsed) => (typeof parsed === 'string' ? Number(parsed) : (parsed as SqlValue));
    case 'DECIMAL':
      return (parsed) => (parsed === null ? null : new Big(parsed as string));
    case 'BYTES':
      return (parsed) => (parsed === null ? null : Buffer.from(parsed as string, 'base64'));
    case 'ARRAY': {
      const read = reader(type.element);
      return read && ((parsed) => (parsed === null ? null : (parsed as Parsed[]).map(read)));
    }
    case 'STRUCT': {
      const reads = type.fields.map((field) => reader(field.type));
      if (isPlain(type)) return eitherReader(type, reads);
      return reads.some((read) => read !== undefined) ? structReader(reads) : undefined;
    }
    case 'MAP':
      return mapReader(reader(type.value) ?? ((parsed) => parsed as SqlValue));
    default:
      return undefined;
  }
}

/** Reads an array or an object. */
function eitherReader(type: StructType, reads: readonly (Read | undefined)[]): Read {
  const ofArray = structReader(reads);
  const names = type.fields.map((field) => field.name);
  return (parsed) => {
    if (parsed === null || Array.isArray(parsed)) return ofArray(parsed);
    const object = parsed as { readonly [name: string]: Parsed };
    return ofArray(names.map((name) => object[name] as Parsed));
  };
}

const structReader =
  (reads: readonly (Read | undefined)[]): Read =>
  (parsed) => {
    if (parsed === null) return null;
    return (parsed as Parsed[]).map((item, i) => {
      const read = reads[i];
      return read === undefined ? (item as SqlValue) : read(item);
    });
  };

const mapReader =
  (read: Read): Read =>
  (parsed) => {
    if (parsed === null) return null;
    const flat = parsed as Parsed[];
    const map = new Map<string, SqlValue>();
    for (let i = 0; i < flat.length; i += 2) map.set(flat[i] as string, read(flat[i + 1] as Parsed));
    return map;
  };
