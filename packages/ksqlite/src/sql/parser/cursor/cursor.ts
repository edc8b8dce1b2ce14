import type { NamedTypes } from '../../../types/named-types.ts';
import type { SqlType } from '../../../types/sql-type.ts';
import type { Expression } from '../../ast/expression.ts';
import type { Span } from '../../ast/span.ts';
import { type Token, token } from '../../lexer/token.ts';
import { tokenize } from '../../lexer/tokenize.ts';

/** A name that follows an expression or a source without AS: perhaps a keyword with a slip in it. */
export interface BareAlias {
  /** Its index in the tokens. */
  readonly index: number;
  /** The keywords that could have stood there. */
  readonly instead: readonly string[];
}

/**
 * The parsers of what an expression may hold again: an expression in parentheses, a subscript. What is inside reaches
 * them by the cursor, so that no module imports one that imports it.
 */
export interface NestedParsers {
  /** Any expression. */
  readonly expression: (cursor: Cursor) => Expression;
  /** Arithmetic and what it is made of. */
  readonly value: (cursor: Cursor) => Expression;
}

/** The place in the tokens that parsing has reached. The one mutable thing in the parser. */
export interface Cursor {
  readonly text: string;
  readonly file: string | undefined;
  readonly tokens: readonly Token[];
  readonly nested: NestedParsers;
  /** Index of the next token. */
  index: number;
  /** How many expressions, types or statements are open around the next token. */
  nesting: number;
  /** How deep the tree of the last expression is: see `nesting.ts`. */
  height: number;
  /** What was looked for at `triedAt` and not found: the possibilities a message names. */
  readonly tried: string[];
  triedAt: number;
  /** Where the last expression ended: operators are possible there too. */
  expressionEnd: number;
  bareAlias: BareAlias | undefined;
  /** What CREATE TYPE said before. */
  readonly types: NamedTypes;
  /** Where a named type was put in place of its name. */
  readonly named: NamedTypeUse[];
}

/** A type's name in the text, and what it stands for. */
export interface NamedTypeUse {
  readonly span: Span;
  readonly type: SqlType;
}

/** @param nested may be left out where no expression can come, such as in the text of a type */
export function openCursor(
  text: string,
  file: string | undefined,
  nested: NestedParsers = NO_EXPRESSIONS,
  types: NamedTypes = new Map(),
): Cursor {
  return {
    text,
    file,
    tokens: tokenize(text),
    nested,
    index: 0,
    nesting: 0,
    height: 0,
    tried: [],
    triedAt: -1,
    expressionEnd: -1,
    bareAlias: undefined,
    types,
    named: [],
  };
}

const noExpression = (): never => {
  throw new Error('no expression can stand here');
};
const NO_EXPRESSIONS: NestedParsers = { expression: noExpression, value: noExpression };

/** The token `ahead` of the next one; past the end, the end. */
export function peek(cursor: Cursor, ahead = 0): Token {
  const { tokens, text } = cursor;
  return (
    tokens[cursor.index + ahead] ?? tokens[tokens.length - 1] ?? token('end', '', text.length, text.length)
  );
}

/** Takes the next token. The end is never passed. */
export function next(cursor: Cursor): Token {
  const taken = peek(cursor);
  if (cursor.index < cursor.tokens.length - 1) cursor.index += 1;
  return taken;
}

/** The token taken last. */
export const previous = (cursor: Cursor): Token => peek(cursor, -1);

export function isWord(cursor: Cursor, word: string, ahead = 0): boolean {
  const candidate = peek(cursor, ahead);
  return candidate.kind === 'word' && candidate.text === word;
}

export function isSymbol(cursor: Cursor, symbol: string, ahead = 0): boolean {
  const candidate = peek(cursor, ahead);
  return candidate.kind === 'symbol' && candidate.text === symbol;
}

/** From `start` to the end of the token taken last. */
export const spanFrom = (cursor: Cursor, start: number): Span => ({ start, end: previous(cursor).end });

/** Whether nothing of the statement is left `ahead`. */
export const endsStatement = (cursor: Cursor, ahead = 0): boolean =>
  isSymbol(cursor, ';', ahead) || peek(cursor, ahead).kind === 'end';
