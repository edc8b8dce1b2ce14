import type { RecordBytes } from '../../log/topics/log-record.ts';
import { formatType, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Codec, Column } from '../codec.ts';
import { survivesRow } from '../survival.ts';
import { survivalInJson } from './json-survival.ts';
import { type Json, NEEDS_EXACT } from './json-tree.ts';
import { hasLongNumber } from './long-number.ts';
import { parseExactly } from './reading/exact-json.ts';
import { parseJson, textOf } from './reading/parse.ts';
import { fieldsReader } from './reading/read-fields.ts';
import { reader } from './reading/read-value.ts';
import { knownShapes } from './shapes/shapes.ts';
import { fieldsInto } from './writing/write-into.ts';
import { fieldsWriter, writer } from './writing/write-value.ts';

/** Columns as one JSON object, or (`wrapped` false) a single column as a bare JSON value. */
export function jsonCodec(columns: readonly Column[], wrapped: boolean): Codec {
  const codec = {
    decode: decoder(columns, wrapped),
    encode: encoder(columns, wrapped),
    ...survivesRow(columns, survivalInJson, true),
  };
  if (!wrapped) return codec;
  const encodeInto = fieldsInto(columns);
  return { ...codec, encodeInto };
}

type ReadText = (text: string) => SqlValue[] | null;

function decoder(columns: readonly Column[], wrapped: boolean): Codec['decode'] {
  const read = wrapped ? objectReader(columns) : bareReader(columns);
  return (bytes) => (bytes === null ? null : read(textOf(bytes)));
}

function objectReader(columns: readonly Column[]): ReadText {
  const fields = columns.map(({ name, type }) => ({ name, read: reader(type, `$.${name}`) }));
  const readFields = fieldsReader(fields, formatType(struct(columns)), '$');
  const read = treeReader(columns, (tree) => (tree === null ? null : readFields(tree)));
  const shapes = knownShapes(columns);
  return (text) => {
    const row = shapes.read(text);
    if (row !== undefined) return row;
    const tree = parseJson(text);
    shapes.missed(text, tree);
    return read(text, tree);
  };
}

/** JSON's white space and nothing else. */
const BLANK = /^[ \t\r\n]*$/;

/**
 * JSON's null is a null column here, not a null row (`UnwrappedDeserializer`). No value at all is to Jackson a missing node, whose
 * text is the empty one.
 */
function bareReader(columns: readonly Column[]): ReadText {
  const reads = columns.map(({ type }) => reader(type, '$'));
  const read = treeReader(columns, (tree) => reads.map((readColumn) => readColumn(tree)));
  const isText = columns[0]?.type.kind === 'STRING';
  return (text) => (isText && BLANK.test(text) ? [''] : read(text, parseJson(text)));
}

/** Reads what JSON.parse made of a text, or the text once more, exactly, where JSON.parse has lost something. */
function treeReader<T>(columns: readonly Column[], read: (tree: Json) => T): (text: string, tree: Json) => T {
  const wantsDigits = columns.some(({ type }) => keepsDigits(type));
  return (text, tree) => {
    try {
      return read(wantsDigits && hasLongNumber(text) ? parseExactly(text) : tree);
    } catch (error) {
      if (error !== NEEDS_EXACT) throw error;
      return read(parseExactly(text));
    }
  };
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

function encoder(columns: readonly Column[], wrapped: boolean): Codec['encode'] {
  if (wrapped) return fieldsWriter(columns.map(({ name, type }) => ({ name, write: writer(type) })));
  const writes = columns.map(({ type }) => writer(type));
  return (row, first): RecordBytes => {
    const value = row[first] ?? null;
    // A null column alone is written as no bytes at all (`KsqlConnectSerializer`).
    return value === null ? null : writes.map((write) => write(value)).join('');
  };
}
