import type { Expression, MapConstructor, StructConstructor } from '../../ast/expression.ts';
import { type Cursor, next, spanFrom } from '../cursor/cursor.ts';
import { expectSymbol } from '../cursor/expect.ts';
import { parseBracketedOrEmpty } from '../cursor/list.ts';
import { parseName } from '../cursor/names.ts';
import { grow } from '../cursor/nesting.ts';
import { parseNestedExpression } from './nested.ts';

/** `ARRAY[a, b]` */
export function parseArray(cursor: Cursor): Expression {
  const { start } = next(cursor);
  const items = parseBracketedOrEmpty(cursor, '[', ']', parseNestedExpression);
  grow(cursor, cursor.height);
  return { kind: 'ArrayConstructor', items, span: spanFrom(cursor, start) };
}

/** `MAP('k' := v)` */
export function parseMap(cursor: Cursor): Expression {
  const { start } = next(cursor);
  const entries = parseBracketedOrEmpty(cursor, '(', ')', parseEntry);
  grow(cursor, cursor.height);
  return { kind: 'MapConstructor', entries, span: spanFrom(cursor, start) };
}

function parseEntry(cursor: Cursor): MapConstructor['entries'][number] {
  const key = parseNestedExpression(cursor);
  const keyHeight = cursor.height;
  expectSymbol(cursor, ':=', 'MAP(key := value, …)');
  const value = parseNestedExpression(cursor);
  cursor.height = Math.max(keyHeight, cursor.height);
  return { key, value };
}

/** `STRUCT(a := 1)` */
export function parseStruct(cursor: Cursor): Expression {
  const { start } = next(cursor);
  const fields = parseBracketedOrEmpty(cursor, '(', ')', parseField);
  grow(cursor, cursor.height);
  return { kind: 'StructConstructor', fields, span: spanFrom(cursor, start) };
}

function parseField(cursor: Cursor): StructConstructor['fields'][number] {
  const name = parseName(cursor, 'a field’s name');
  expectSymbol(cursor, ':=', 'STRUCT(field := value, …)');
  return { name, value: parseNestedExpression(cursor) };
}
