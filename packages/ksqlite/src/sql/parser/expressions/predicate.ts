import type { BinaryOperator, Expression } from '../../ast/expression.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectWord } from '../cursor/expect.ts';
import { parseBracketed } from '../cursor/list.ts';
import { parseString } from '../cursor/names.ts';
import { grow } from '../cursor/nesting.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseNestedExpression } from './nested.ts';
import { parseValue } from './value.ts';

/** A value, and at most one comparison behind it: `a < b < c` is refused, as in ksqlDB. */
export function parsePredicate(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  const operand = parseValue(cursor);
  const found = peek(cursor);
  if (found.kind === 'symbol') return parseComparison(cursor, start, operand);
  if (found.kind !== 'word') return operand;
  if (found.text === 'IS') return parseIs(cursor, start, operand);
  const negated = found.text === 'NOT';
  switch (negated ? peek(cursor, 1).text : found.text) {
    case 'BETWEEN':
      return parseBetween(cursor, start, operand, negated);
    case 'IN':
      return parseIn(cursor, start, operand, negated);
    case 'LIKE':
      return parseLike(cursor, start, operand, negated);
    default:
      if (!negated) return operand;
      next(cursor);
      throw unexpected(cursor, ['BETWEEN', 'IN', 'LIKE']);
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

function parseComparison(cursor: Cursor, start: number, left: Expression): Expression {
  if (!COMPARISONS.has(peek(cursor).text)) return left;
  return parseRightSide(cursor, start, left, next(cursor).text as BinaryOperator);
}

function parseRightSide(
  cursor: Cursor,
  start: number,
  left: Expression,
  operator: BinaryOperator,
): Expression {
  const leftHeight = cursor.height;
  const right = parseValue(cursor);
  grow(cursor, Math.max(leftHeight, cursor.height));
  const found = peek(cursor);
  if (found.kind === 'symbol' && COMPARISONS.has(found.text)) {
    throw syntaxError(
      cursor,
      'comparisons cannot be chained',
      found,
      found.text === '=' && operator === '=' ? undefined : 'join two comparisons with AND',
    );
  }
  return { kind: 'Binary', operator, left, right, span: spanFrom(cursor, start) };
}

function parseIs(cursor: Cursor, start: number, operand: Expression): Expression {
  next(cursor);
  const negated = acceptWord(cursor, 'NOT');
  if (acceptWord(cursor, 'NULL')) {
    grow(cursor, cursor.height);
    return { kind: 'IsNull', operand, negated, span: spanFrom(cursor, start) };
  }
  if (!acceptWord(cursor, 'DISTINCT')) throw unexpected(cursor, []);
  expectWord(cursor, 'FROM');
  return parseRightSide(cursor, start, operand, negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM');
}

/** Takes the keyword, and the NOT before it. */
function takeKeyword(cursor: Cursor, negated: boolean): void {
  next(cursor);
  if (negated) next(cursor);
}

function parseBetween(cursor: Cursor, start: number, operand: Expression, negated: boolean): Expression {
  takeKeyword(cursor, negated);
  const operandHeight = cursor.height;
  const low = parseValue(cursor);
  const lowHeight = cursor.height;
  expectWord(cursor, 'AND', 'x BETWEEN low AND high');
  const high = parseValue(cursor);
  grow(cursor, Math.max(operandHeight, lowHeight, cursor.height));
  return { kind: 'Between', operand, low, high, negated, span: spanFrom(cursor, start) };
}

function parseIn(cursor: Cursor, start: number, operand: Expression, negated: boolean): Expression {
  takeKeyword(cursor, negated);
  const operandHeight = cursor.height;
  const items = parseBracketed(cursor, '(', ')', parseNestedExpression);
  grow(cursor, Math.max(operandHeight, cursor.height));
  return { kind: 'InList', operand, items, negated, span: spanFrom(cursor, start) };
}

function parseLike(cursor: Cursor, start: number, operand: Expression, negated: boolean): Expression {
  takeKeyword(cursor, negated);
  const operandHeight = cursor.height;
  const pattern = parseValue(cursor);
  grow(cursor, Math.max(operandHeight, cursor.height));
  const escapeCharacter = parseEscape(cursor);
  return { kind: 'Like', operand, pattern, escape: escapeCharacter, negated, span: spanFrom(cursor, start) };
}

/** ESCAPE may also be an alias behind the pattern: only a string makes it the keyword. */
function parseEscape(cursor: Cursor): string | undefined {
  if (!isWord(cursor, 'ESCAPE') || peek(cursor, 1).kind !== 'string') return undefined;
  next(cursor);
  const written = peek(cursor);
  const character = parseString(cursor, 'the escape character');
  if (character.length === 1) return character;
  throw syntaxError(cursor, 'ESCAPE takes exactly one character', written);
}
