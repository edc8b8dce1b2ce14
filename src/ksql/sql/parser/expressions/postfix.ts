import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isSymbol, next, peek, spanFrom } from '../cursor.ts';
import { syntaxError, unsupported } from '../failure.ts';
import { expectClose } from '../list.ts';
import { parseName } from '../names.ts';
import { enter, grow, leave } from '../nesting.ts';
import { parsePrimary } from './primary.ts';
import { parseValue } from './value.ts';

/** `base[index]` and `base->field`, as often as they come. */
export function parsePostfix(cursor: Cursor, primary?: Expression): Expression {
  const start = primary?.span.start ?? peek(cursor).start;
  if (primary !== undefined) cursor.height = 1;
  let base = primary ?? parsePrimary(cursor);
  for (;;) {
    if (isSymbol(cursor, '[')) base = parseSubscript(cursor, start, base);
    else if (isSymbol(cursor, '->')) base = parseDereference(cursor, start, base);
    else break;
  }
  if (!isSymbol(cursor, '.')) return base;
  throw syntaxError(cursor, 'unexpected .', peek(cursor), 'fields of a STRUCT are reached with ->');
}

function parseSubscript(cursor: Cursor, start: number, base: Expression): Expression {
  const opener = next(cursor);
  const baseHeight = cursor.height;
  enter(cursor);
  const index = parseValue(cursor);
  leave(cursor);
  grow(cursor, Math.max(baseHeight, cursor.height));
  expectClose(cursor, opener, ']');
  return { kind: 'Subscript', base, index, span: spanFrom(cursor, start) };
}

function parseDereference(cursor: Cursor, start: number, base: Expression): Expression {
  const arrow = next(cursor);
  if (isSymbol(cursor, '*')) {
    const span = { start: arrow.start, end: peek(cursor).end };
    throw unsupported(
      cursor,
      '->* (all fields of a STRUCT)',
      span,
      'name the fields: address->street, address->city',
    );
  }
  const field = parseName(cursor, 'a field’s name');
  grow(cursor, cursor.height);
  return { kind: 'Dereference', base, field, span: spanFrom(cursor, start) };
}
