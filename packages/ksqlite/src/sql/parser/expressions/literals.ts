import type { DecimalLiteral, DoubleLiteral, IntegerLiteral } from '../../ast/expression.ts';
import type { Token } from '../../lexer/token.ts';
import { type Cursor, isSymbol, next, peek } from '../cursor/cursor.ts';
import { syntaxError } from '../errors/failure.ts';

const LARGEST = 9_223_372_036_854_775_807n;
/** Digits of the largest 64-bit number. Longer ones need not be converted to be refused. */
const MOST_DIGITS = 19;

export const isNumber = (token: Token): boolean =>
  token.kind === 'integer' || token.kind === 'decimal' || token.kind === 'double';

/** A number, perhaps with a minus before it. The caller has looked. Throws SQL_SYNTAX when it is too large. */
export function parseNumber(cursor: Cursor): IntegerLiteral | DecimalLiteral | DoubleLiteral {
  const { start } = peek(cursor);
  const negative = isSymbol(cursor, '-');
  if (negative) next(cursor);
  const { kind, text, end } = next(cursor);
  const span = { start, end };
  const written = negative ? `-${text}` : text;
  if (kind === 'decimal') return { kind: 'DecimalLiteral', text: written, span };
  if (kind === 'integer') {
    const value = integerValue(text, negative);
    if (value !== undefined) return { kind: 'IntegerLiteral', value, span };
    throw syntaxError(
      cursor,
      'the number does not fit 64 bits',
      span,
      'a decimal may be longer: put .0 behind it',
    );
  }
  const value = Number(written);
  if (Number.isFinite(value)) return { kind: 'DoubleLiteral', value, span };
  throw syntaxError(cursor, 'the number is larger than any DOUBLE', span);
}

function integerValue(digits: string, negative: boolean): bigint | undefined {
  if (digits.length > MOST_DIGITS && digits.replace(/^0+/, '').length > MOST_DIGITS) return undefined;
  const value = BigInt(digits);
  if (value > LARGEST + (negative ? 1n : 0n)) return undefined;
  return negative ? -value : value;
}
