import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { enter, grow, leave } from '../cursor/nesting.ts';
import { parsePredicate } from './predicate.ts';

/** OR binds weakest, then AND, then NOT; predicates and arithmetic are in the files beside. */
const OR = 1;
const AND = 2;
const NOT = 3;

/** Any expression. Throws SQL_SYNTAX or SQL_UNSUPPORTED. */
export function parseExpression(cursor: Cursor): Expression {
  return parseLogical(cursor, OR);
}

/** Precedence climbing: an expression whose operators bind at least as tightly as `weakest`. */
function parseLogical(cursor: Cursor, weakest: number): Expression {
  enter(cursor);
  const { start } = peek(cursor);
  let left = isWord(cursor, 'NOT') ? parseNot(cursor) : parsePredicate(cursor);
  for (;;) {
    const operator = logicalOperator(cursor);
    if (operator === undefined || operator.precedence < weakest) break;
    next(cursor);
    const leftHeight = cursor.height;
    const right = parseLogical(cursor, operator.precedence + 1);
    grow(cursor, Math.max(leftHeight, cursor.height));
    left = { kind: 'Binary', operator: operator.name, left, right, span: spanFrom(cursor, start) };
  }
  leave(cursor);
  cursor.expressionEnd = cursor.index;
  return left;
}

function parseNot(cursor: Cursor): Expression {
  const { start } = next(cursor);
  const operand = parseLogical(cursor, NOT);
  grow(cursor, cursor.height);
  return { kind: 'Unary', operator: 'NOT', operand, span: spanFrom(cursor, start) };
}

const LOGICAL = {
  OR: { name: 'OR', precedence: OR },
  AND: { name: 'AND', precedence: AND },
} as const;

function logicalOperator(cursor: Cursor): (typeof LOGICAL)[keyof typeof LOGICAL] | undefined {
  const { kind, text } = peek(cursor);
  return kind === 'word' && (text === 'OR' || text === 'AND') ? LOGICAL[text] : undefined;
}
