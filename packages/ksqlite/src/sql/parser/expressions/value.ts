import type { BinaryOperator, Expression } from '../../ast/expression.ts';
import type { Span } from '../../ast/span.ts';
import type { Token } from '../../lexer/token.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { enter, grow, leave } from '../cursor/nesting.ts';
import { unsupported } from '../errors/failure.ts';
import { isNumber, parseNumber } from './literals.ts';
import { parsePostfix } from './postfix.ts';

const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['+', 2],
  ['-', 2],
  ['*', 3],
  ['/', 3],
  ['%', 3],
]);

/** Arithmetic and what it is made of; no comparison, no AND or OR, unless in parentheses. */
export function parseValue(cursor: Cursor, weakest = 1): Expression {
  const { start } = peek(cursor);
  let left = parseSigned(cursor);
  for (;;) {
    refuseTimeZone(cursor);
    const operator = peek(cursor);
    const precedence = operator.kind === 'symbol' ? PRECEDENCE.get(operator.text) : undefined;
    if (precedence === undefined || precedence < weakest) break;
    next(cursor);
    const leftHeight = cursor.height;
    const right = parseValue(cursor, precedence + 1);
    grow(cursor, Math.max(leftHeight, cursor.height));
    left = combine(operator, left, right, spanFrom(cursor, start));
  }
  cursor.expressionEnd = cursor.index;
  return left;
}

function combine(operator: Token, left: Expression, right: Expression, span: Span): Expression {
  if (operator.text !== '||') {
    return { kind: 'Binary', operator: operator.text as BinaryOperator, left, right, span };
  }
  // ksqlDB, too, knows || only as another way to write the function.
  const name = { text: 'CONCAT', quoted: false, span: { start: operator.start, end: operator.end } };
  return { kind: 'FunctionCall', name, arguments: [left, right], star: false, span };
}

/** A sign before a number is part of the number: `-9223372036854775808` would not fit otherwise. */
function parseSigned(cursor: Cursor): Expression {
  const { kind, text, start } = peek(cursor);
  if (kind !== 'symbol' || (text !== '-' && text !== '+')) return parsePostfix(cursor);
  if (text === '-' && isNumber(peek(cursor, 1))) return parsePostfix(cursor, parseNumber(cursor));
  next(cursor);
  enter(cursor);
  const operand = parseSigned(cursor);
  leave(cursor);
  grow(cursor, cursor.height);
  return { kind: 'Unary', operator: text, operand, span: spanFrom(cursor, start) };
}

function refuseTimeZone(cursor: Cursor): void {
  if (!isWord(cursor, 'AT')) return;
  const end = isWord(cursor, 'ZONE', 2) ? peek(cursor, 2).end : peek(cursor).end;
  throw unsupported(
    cursor,
    'AT TIME ZONE',
    { start: peek(cursor).start, end },
    'use CONVERT_TZ(timestamp, from, to) or FORMAT_TIMESTAMP(timestamp, format, zone)',
  );
}
