import type { RecordBytes } from '../../log/log-record.ts';
import { formatType, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Codec, Column } from '../codec.ts';
import { parseExactly } from './exact-json.ts';
import { type Json, NEEDS_EXACT } from './json-tree.ts';
import { parseJson, textOf } from './parse.ts';
import { fieldsReader } from './read-fields.ts';
import { reader } from './read-value.ts';
import { fieldsWriter, writer } from './write-value.ts';

/** Columns as one JSON object, or (`wrapped` false) a single column as a bare JSON value. */
export function jsonCodec(columns: readonly Column[], wrapped: boolean): Codec {
  return { decode: decoder(columns, wrapped), encode: encoder(columns, wrapped) };
}

function decoder(columns: readonly Column[], wrapped: boolean): Codec['decode'] {
  const read = wrapped ? wrappedReader(columns) : unwrappedReader(columns);
  const wantsDigits = columns.some(({ type }) => keepsDigits(type));
  return (bytes) => {
    if (bytes === null) return null;
    const text = textOf(bytes);
    const tree = parseJson(text);
    try {
      return read(wantsDigits && hasLongNumber(text) ? parseExactly(text) : tree);
    } catch (error) {
      if (error !== NEEDS_EXACT) throw error;
      return read(parseExactly(text));
    }
  };
}

function wrappedReader(columns: readonly Column[]): (tree: Json) => SqlValue[] | null {
  const fields = columns.map(({ name, type }) => ({ name, read: reader(type, `$.${name}`) }));
  const read = fieldsReader(fields, formatType(struct(columns)), '$');
  return (tree) => (tree === null ? null : read(tree));
}

/** JSON's null is a null column here, not a null row (`UnwrappedDeserializer`). */
function unwrappedReader(columns: readonly Column[]): (tree: Json) => SqlValue[] {
  const reads = columns.map(({ type }) => reader(type, '$'));
  return (tree) => reads.map((read) => read(tree));
}

/** A double holds any number of up to 15 digits; the types that want more must see the text of longer ones. */
function keepsDigits(type: SqlType): boolean {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'STRING':
    case 'BYTES':
    case 'DOUBLE':
      return false;
    case 'ARRAY':
      return keepsDigits(type.element);
    case 'MAP':
      return keepsDigits(type.value);
    case 'STRUCT':
      return type.fields.some((field) => keepsDigits(field.type));
    default:
      return true;
  }
}

// One of 16 digits has 8 in a row, even with a point inside: a test that V8 does eight chars at a time.
const EIGHT_DIGITS = /[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/;
const LONG_NUMBER = /[0-9][0-9.]{15}/;

const hasLongNumber = (text: string): boolean => EIGHT_DIGITS.test(text) && LONG_NUMBER.test(text);

function encoder(columns: readonly Column[], wrapped: boolean): Codec['encode'] {
  if (wrapped) return fieldsWriter(columns.map(({ name, type }) => ({ name, write: writer(type) })));
  const writes = columns.map(({ type }) => writer(type));
  return (row, first): RecordBytes => {
    const value = row[first] ?? null;
    // A null column alone is no bytes at all (`KsqlConnectSerializer`).
    return value === null ? null : writes.map((write) => write(value)).join('');
  };
}
