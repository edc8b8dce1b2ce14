import type { Statement } from '../../ast/statement.ts';
import { type Cursor, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectSymbol } from '../cursor/expect.ts';
import { isName, parseName, parseString } from '../cursor/names.ts';
import { unexpected } from '../errors/unexpected.ts';

/** `SET 'name' = 'value'` */
export function parseSet(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const name = parseString(cursor, 'the property in quotes');
  expectSymbol(cursor, '=');
  const value = parseString(cursor, 'the value in quotes');
  return { kind: 'SetProperty', name, value, span: spanFrom(cursor, start) };
}

/** `UNSET 'name'` */
export function parseUnset(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const name = parseString(cursor, 'the property in quotes');
  return { kind: 'UnsetProperty', name, span: spanFrom(cursor, start) };
}

/** `DEFINE name = 'value'` */
export function parseDefine(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const name = parseVariableName(cursor);
  expectSymbol(cursor, '=');
  const value = parseString(cursor, 'the value in quotes');
  return { kind: 'Define', name, value, span: spanFrom(cursor, start) };
}

/** `UNDEFINE name` */
export function parseUndefine(cursor: Cursor): Statement {
  const { start } = next(cursor);
  return { kind: 'Undefine', name: parseVariableName(cursor), span: spanFrom(cursor, start) };
}

/** As written, not in upper case. Keywords are allowed: nothing else can stand here. */
function parseVariableName(cursor: Cursor): string {
  const { kind, text, start, end } = peek(cursor);
  if (kind !== 'word' || /^[0-9]/.test(text)) throw unexpected(cursor, ['a variable']);
  next(cursor);
  return cursor.text.slice(start, end);
}

/** `TERMINATE [QUERY] id` or `TERMINATE ALL` */
export function parseTerminate(cursor: Cursor): Statement {
  const { start } = next(cursor);
  if (acceptWord(cursor, 'ALL')) {
    return { kind: 'Terminate', queryId: undefined, span: spanFrom(cursor, start) };
  }
  acceptWord(cursor, 'QUERY');
  if (!isName(cursor)) throw unexpected(cursor, ['a query’s id'], 'SHOW QUERIES lists the ids');
  return { kind: 'Terminate', queryId: parseName(cursor), span: spanFrom(cursor, start) };
}
