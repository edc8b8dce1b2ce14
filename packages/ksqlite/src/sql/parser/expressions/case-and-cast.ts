import type { Case, Expression } from '../../ast/expression.ts';
import { type Cursor, isWord, next, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectSymbol, expectWord } from '../cursor/expect.ts';
import { expectClose } from '../cursor/list.ts';
import { enter, grow, leave } from '../cursor/nesting.ts';
import { parseType } from '../definitions/types.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseNestedExpression, parseNestedValue } from './nested.ts';

/** `CASE [operand] WHEN … THEN … [ELSE …] END` */
export function parseCase(cursor: Cursor): Expression {
  const { start } = next(cursor);
  let tallest = 0;
  const part = (parse: (cursor: Cursor) => Expression): Expression => {
    const parsed = parse(cursor);
    tallest = Math.max(tallest, cursor.height);
    return parsed;
  };
  enter(cursor);
  const operand = isWord(cursor, 'WHEN') ? undefined : part(parseNestedValue);
  leave(cursor);
  const branches: Case['branches'][number][] = [];
  while (acceptWord(cursor, 'WHEN')) {
    const when = part(parseNestedExpression);
    expectWord(cursor, 'THEN');
    branches.push({ when, then: part(parseNestedExpression) });
  }
  if (branches.length === 0) throw unexpected(cursor, []);
  const otherwise = acceptWord(cursor, 'ELSE') ? part(parseNestedExpression) : undefined;
  if (!acceptWord(cursor, 'END')) throw unexpected(cursor, []);
  grow(cursor, tallest);
  return { kind: 'Case', operand, branches, otherwise, span: spanFrom(cursor, start) };
}

/** `CAST(x AS type)` */
export function parseCast(cursor: Cursor): Expression {
  const { start } = next(cursor);
  const opener = expectSymbol(cursor, '(');
  const operand = parseNestedExpression(cursor);
  grow(cursor, cursor.height);
  expectWord(cursor, 'AS', 'CAST(x AS type)');
  const type = parseType(cursor);
  expectClose(cursor, opener, ')');
  return { kind: 'Cast', operand, type, span: spanFrom(cursor, start) };
}
