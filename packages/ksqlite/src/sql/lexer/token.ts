import type { Span } from '../ast/span.ts';

/**
 * - `word`: a keyword or an unquoted name; `text` is upper case
 * - `quoted`: a name in backticks or double quotes; `text` is the name
 * - `string`: `text` is the value
 * - `variable`: `${x}`; `text` is `x`
 * - `invalid`: no token of the language; `problem` says why. Nothing follows it but `end`.
 */
export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'symbol'
  | 'variable'
  | 'invalid'
  | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly problem: Problem | undefined;
}

/** What is wrong with the text, without the place. */
export interface Problem {
  readonly message: string;
  readonly hint: string | undefined;
}

/** All tokens are made here, so that they have one shape. */
export const token = (
  kind: TokenKind,
  text: string,
  start: number,
  end: number,
  problem?: Problem,
): Token => ({ kind, text, start, end, problem });
