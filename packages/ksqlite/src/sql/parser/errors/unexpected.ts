import type { KsqlError } from '../../../errors/ksql-error.ts';
import type { Token } from '../../lexer/token.ts';
import { describeToken } from '../../messages/describe-token.ts';
import { habitHint } from '../../messages/habits.ts';
import { listChoices } from '../../messages/list-choices.ts';
import { type Cursor, peek, previous } from '../cursor/cursor.ts';
import { syntaxError } from './failure.ts';
import { nameHint } from './name-hint.ts';
import { nearestKeyword } from './nearest-keyword.ts';

const OPERATORS = ['AND', 'OR', 'NOT', 'IN', 'IS', 'LIKE', 'BETWEEN'];
/** More choices than this tell nobody anything. */
const MOST_CHOICES = 8;

/**
 * The error for a next token that does not fit. `expected` adds to what was looked for at this place: keywords in
 * upper case, everything else in words. A keyword near to what was found becomes the hint.
 */
export function unexpected(cursor: Cursor, expected: readonly string[], hint?: string): KsqlError {
  const known = knownMistake(cursor);
  if (known !== undefined) return known;
  const found = peek(cursor);
  const choices = [...triedHere(cursor), ...expected];
  const operators = cursor.expressionEnd === cursor.index ? OPERATORS : [];
  const meant = nearestKeyword(found, [...choices, ...operators]);
  if (meant !== undefined) return slip(cursor, found, meant);
  const message = `expected ${listChoices(fewChoices(choices, expected))}, found ${describeToken(found, cursor.text)}`;
  return syntaxError(cursor, message, found, hint ?? nameHint(cursor, expected));
}

/** The error for a next token that fits nowhere, or where the mistake is before it; undefined: neither. */
export const knownMistake = (cursor: Cursor): KsqlError | undefined =>
  notOfTheLanguage(cursor) ?? habit(cursor) ?? slipBefore(cursor);

/** Errors of the lexer, and variables that nobody replaced. */
function notOfTheLanguage(cursor: Cursor): KsqlError | undefined {
  const found = peek(cursor);
  if (found.problem !== undefined) {
    return syntaxError(cursor, found.problem.message, found, found.problem.hint);
  }
  if (found.kind !== 'variable') return undefined;
  const message = `the variable ${describeToken(found, cursor.text)} is not defined`;
  return syntaxError(cursor, message, found, `write DEFINE ${found.text} = '…'; before it`);
}

/** What other SQLs have at this place. */
function habit(cursor: Cursor): KsqlError | undefined {
  const before = previous(cursor);
  const found = peek(cursor);
  const known = habitHint(before, found);
  if (known === undefined) return undefined;
  const span = { start: known.bothWords ? before.start : found.start, end: found.end };
  return syntaxError(cursor, `unexpected ${cursor.text.slice(span.start, span.end)}`, span, known.hint);
}

/** `FROM s WEHRE x`: taken for an alias, it is the token before the one that does not fit. */
function slipBefore(cursor: Cursor): KsqlError | undefined {
  const alias = cursor.bareAlias;
  if (alias === undefined || alias.index !== cursor.index - 1) return undefined;
  const meant = nearestKeyword(previous(cursor), alias.instead);
  return meant === undefined ? undefined : slip(cursor, previous(cursor), meant);
}

function slip(cursor: Cursor, found: Token, meant: string): KsqlError {
  const message = `expected ${meant}, found ${describeToken(found, cursor.text)}`;
  return syntaxError(cursor, message, found, `did you mean ${meant}?`);
}

const triedHere = (cursor: Cursor): readonly string[] =>
  cursor.triedAt === cursor.index ? cursor.tried : [];

function fewChoices(choices: readonly string[], expected: readonly string[]): readonly string[] {
  const many = choices.length > MOST_CHOICES && expected.length > 0 && choices.length > expected.length;
  return (many ? ['another clause', ...expected] : choices).map((choice) =>
    choice === ',' ? 'a comma' : choice,
  );
}
