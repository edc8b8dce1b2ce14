import { typeName } from '../../../types/named-types.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  type StructField,
  struct,
  TIME,
  TIMESTAMP,
} from '../../../types/sql-type.ts';
import { type Cursor, isSymbol, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { expectSymbol } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { expectClose, parseCommaSeparated } from '../cursor/list.ts';
import { isName, parseName } from '../cursor/names.ts';
import { enter, leave } from '../cursor/nesting.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { unknownType } from '../errors/unknown-type.ts';

const SCALARS: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ['BOOLEAN', BOOLEAN],
  ['INT', INTEGER],
  ['INTEGER', INTEGER],
  ['BIGINT', BIGINT],
  ['DOUBLE', DOUBLE],
  ['VARCHAR', STRING],
  ['STRING', STRING],
  ['BYTES', BYTES],
  ['DATE', DATE],
  ['TIME', TIME],
  ['TIMESTAMP', TIMESTAMP],
]);

/** A type. Throws SQL_SYNTAX. */
export function parseType(cursor: Cursor): SqlType {
  const outside = cursor.nesting;
  const type = parseInnerType(cursor);
  // `INT ARRAY ARRAY …` goes deeper without brackets: those levels are given back only here, when the type is whole.
  cursor.nesting = outside;
  return type;
}

function parseInnerType(cursor: Cursor): SqlType {
  enter(cursor);
  let type = parsePrefixType(cursor);
  while (isWord(cursor, 'ARRAY')) {
    next(cursor);
    enter(cursor);
    type = array(type);
  }
  leave(cursor);
  return type;
}

function parsePrefixType(cursor: Cursor): SqlType {
  const { kind, text } = peek(cursor);
  if (kind === 'word') {
    if (text === 'DECIMAL') return parseDecimal(cursor);
    if (text === 'ARRAY') return parseParameters(cursor, () => array(parseInnerType(cursor)));
    if (text === 'MAP') return parseParameters(cursor, () => parseMapParameters(cursor));
    if (text === 'STRUCT') return parseStruct(cursor);
  }
  if (!isName(cursor)) throw unexpected(cursor, ['a type']);
  const type = SCALARS.get(text.toUpperCase());
  if (type === undefined) return parseNamedType(cursor);
  next(cursor);
  skipLength(cursor);
  return type;
}

function parseNamedType(cursor: Cursor): SqlType {
  const found = peek(cursor);
  const type = cursor.types.get(typeName(found.text));
  if (type === undefined) throw unknownType(cursor, found, [...SCALARS.keys()]);
  const { start } = next(cursor);
  skipLength(cursor);
  cursor.named.push({ span: spanFrom(cursor, start), type });
  return type;
}

/** `VARCHAR(20)`: ksqlDB reads the length and does nothing with it. */
function skipLength(cursor: Cursor): void {
  if (!isSymbol(cursor, '(')) return;
  const opener = next(cursor);
  parseCommaSeparated(cursor, () => {
    if (isWord(cursor, 'STRING')) next(cursor);
    else parseCount(cursor, 'a length');
  });
  expectClose(cursor, opener, ')');
}

function parseDecimal(cursor: Cursor): SqlType {
  const { start } = next(cursor);
  const opener = expectSymbol(cursor, '(', 'DECIMAL(precision, scale)');
  const precision = parseCount(cursor, 'the precision');
  expectSymbol(cursor, ',');
  const scale = parseCount(cursor, 'the scale');
  const span = { start, end: peek(cursor).end };
  expectClose(cursor, opener, ')');
  if (precision < 1) throw syntaxError(cursor, 'the precision of a DECIMAL is 1 at least', span);
  if (scale <= precision) return decimal(precision, scale);
  throw syntaxError(cursor, 'the scale of a DECIMAL cannot exceed its precision', span);
}

/** `<…>` behind ARRAY or MAP. */
function parseParameters(cursor: Cursor, parseInner: () => SqlType): SqlType {
  next(cursor);
  const opener = expectSymbol(cursor, '<');
  const type = parseInner();
  expectClose(cursor, opener, '>');
  return type;
}

function parseMapParameters(cursor: Cursor): SqlType {
  const key = parseInnerType(cursor);
  expectSymbol(cursor, ',', 'MAP<key, value>');
  return map(key, parseInnerType(cursor));
}

function parseStruct(cursor: Cursor): SqlType {
  next(cursor);
  // Without a space, the empty brackets look like the operator.
  if (isSymbol(cursor, '<>')) {
    next(cursor);
    return struct([]);
  }
  const opener = expectSymbol(cursor, '<');
  const fields = isSymbol(cursor, '>') ? [] : parseCommaSeparated(cursor, parseField);
  expectClose(cursor, opener, '>');
  return struct(fields);
}

function parseField(cursor: Cursor): StructField {
  const name = parseName(cursor, 'a field’s name').text;
  return { name, type: parseInnerType(cursor) };
}
