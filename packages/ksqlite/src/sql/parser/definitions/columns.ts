import type { ColumnDefinition } from '../../ast/statement.ts';
import { type Cursor, isSymbol, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectSymbol } from '../cursor/expect.ts';
import { expectClose, parseBracketed } from '../cursor/list.ts';
import { parseName, parseString } from '../cursor/names.ts';
import { syntaxError } from '../errors/failure.ts';
import { parseType } from './types.ts';

/** `(name type [KEY | PRIMARY KEY | HEADERS | HEADER('x')], …)`, if it is there. Throws SQL_SYNTAX. */
export function parseColumns(cursor: Cursor): readonly ColumnDefinition[] {
  return isSymbol(cursor, '(') ? parseBracketed(cursor, '(', ')', parseColumn) : [];
}

function parseColumn(cursor: Cursor): ColumnDefinition {
  const name = parseName(cursor, 'a column’s name');
  const type = parseType(cursor);
  const { role, header } = parseRole(cursor);
  return { name, type, role, header, span: spanFrom(cursor, name.span.start) };
}

type Role = Pick<ColumnDefinition, 'role' | 'header'>;

const plain = (role: ColumnDefinition['role']): Role => ({ role, header: undefined });
const VALUE = plain('VALUE');
const KEY = plain('KEY');
const PRIMARY_KEY = plain('PRIMARY KEY');
const HEADERS = plain('HEADERS');

function parseRole(cursor: Cursor): Role {
  if (acceptWord(cursor, 'KEY')) return KEY;
  if (acceptWords(cursor, 'PRIMARY', 'KEY')) return PRIMARY_KEY;
  if (acceptWord(cursor, 'HEADERS')) return HEADERS;
  return acceptWord(cursor, 'HEADER') ? { role: 'HEADERS', header: parseHeader(cursor) } : VALUE;
}

function parseHeader(cursor: Cursor): string {
  const opener = expectSymbol(cursor, '(');
  const written = peek(cursor);
  const header = parseString(cursor, 'the header in quotes').trim();
  if (header === '')
    throw syntaxError(cursor, 'the header’s name is empty', written, 'HEADERS takes all of them');
  expectClose(cursor, opener, ')');
  return header;
}
