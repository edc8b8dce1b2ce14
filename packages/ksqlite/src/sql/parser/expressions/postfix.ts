import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isSymbol, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { expectClose } from '../cursor/list.ts';
import { parseName } from '../cursor/names.ts';
import { enter, grow, leave } from '../cursor/nesting.ts';
import { syntaxError } from '../errors/failure.ts';
import { parseNestedValue } from './nested.ts';
import { parsePrimary } from './primary.ts';

/** `base[index]` and `base->field`, as often as they come. */
export function parsePostfix(cursor: Cursor, primary?: Expression): Expression {
  const start = primary?.span.start ?? peek(cursor).start;
  if (primary !== undefined) cursor.height = 1;
  let base = primary ?? parsePrimary(cursor);
  for (;;) {
    if (isSymbol(cursor, '[')) base = parseSubscript(cursor, start, base);
    else if (isSymbol(cursor, '->') && !endsItem(cursor)) base = parseDereference(cursor, start, base);
    else break;
  }
  if (!isSymbol(cursor, '.')) return base;
  throw syntaxError(cursor, 'unexpected .', peek(cursor), 'fields of a STRUCT are reached with ->');
}

/** `->*` in front of a comma or FROM: all fields of what the SELECT list's item is. */
const endsItem = (cursor: Cursor): boolean =>
  isSymbol(cursor, '*', 1) && (isSymbol(cursor, ',', 2) || isWord(cursor, 'FROM', 2));

function parseSubscript(cursor: Cursor, start: number, base: Expression): Expression {
  const opener = next(cursor);
  const baseHeight = cursor.height;
  enter(cursor);
  const index = parseNestedValue(cursor);
  leave(cursor);
  grow(cursor, Math.max(baseHeight, cursor.height));
  expectClose(cursor, opener, ']');
  return { kind: 'Subscript', base, index, span: spanFrom(cursor, start) };
}

function parseDereference(cursor: Cursor, start: number, base: Expression): Expression {
  const arrow = next(cursor);
  if (isSymbol(cursor, '*'))
    throw syntaxError(
      cursor,
      'unexpected ->*',
      arrow,
      'it stands at the end of an item of the SELECT list: SELECT id, address->* FROM …',
    );
  const field = parseName(cursor, 'a field’s name');
  grow(cursor, cursor.height);
  return { kind: 'Dereference', base, field, span: spanFrom(cursor, start) };
}
