import type { KsqlError } from '../../errors/ksql-error.ts';
import { isReserved } from '../lexer/keywords.ts';
import type { Token } from '../lexer/token.ts';
import { describeToken } from '../messages/describe-token.ts';
import { habitHint } from '../messages/habits.ts';
import { listChoices } from '../messages/list-choices.ts';
import { nearest } from '../messages/nearest.ts';
import { type Cursor, peek, previous } from './cursor.ts';
import { syntaxError } from './failure.ts';

const OPERATORS = ['AND', 'OR', 'NOT', 'IN', 'IS', 'LIKE', 'BETWEEN'];
/** More choices than this tell nobody anything. */
const MOST_CHOICES = 8;

/**
 * The error for a next token that does not fit. `expected` adds to what was looked for at this place: keywords in
 * upper case, everything else in words. Keywords near to what was found become the hint.
 */
export function unexpected(cursor: Cursor, expected: readonly string[], hint?: string): KsqlError {
  const found = peek(cursor);
  const special = notOfTheLanguage(cursor, found) ?? habit(cursor, found) ?? slipBefore(cursor);
  if (special !== undefined) return special;
  const choices = [...triedHere(cursor), ...expected];
  const operators = cursor.expressionEnd === cursor.index ? OPERATORS : [];
  const meant = nearestKeyword(found, [...choices, ...operators]);
  if (meant !== undefined) return slip(cursor, found, meant);
  const message = `expected ${listChoices(fewChoices(choices, expected))}, found ${describeToken(found, cursor.text)}`;
  return syntaxError(cursor, message, found, hint ?? keywordHint(cursor, found, expected));
}

function fewChoices(choices: readonly string[], expected: readonly string[]): readonly string[] {
  const many = choices.length > MOST_CHOICES && choices.length > expected.length;
  return (many ? ['another clause', ...expected] : choices).map((choice) =>
    choice === ',' ? 'a comma' : choice,
  );
}

/** Errors of the lexer, and variables that nobody replaced. */
export function notOfTheLanguage(cursor: Cursor, found: Token): KsqlError | undefined {
  if (found.problem !== undefined) {
    return syntaxError(cursor, found.problem.message, found, found.problem.hint);
  }
  if (found.kind !== 'variable') return undefined;
  const written = describeToken(found, cursor.text);
  return syntaxError(
    cursor,
    `the variable ${written} is not defined`,
    found,
    `write DEFINE ${found.text} = '…'; before it`,
  );
}

/** `FROM s WEHRE x`: taken for an alias, it is the token before the one that does not fit. */
export function slipBefore(cursor: Cursor): KsqlError | undefined {
  const alias = cursor.bareAlias;
  if (alias === undefined || alias.index !== cursor.index - 1) return undefined;
  const meant = nearestKeyword(previous(cursor), alias.instead);
  return meant === undefined ? undefined : slip(cursor, previous(cursor), meant);
}

/** What other SQLs have at this place. */
export function habit(cursor: Cursor, found: Token): KsqlError | undefined {
  const before = previous(cursor);
  const known = habitHint(before, found);
  if (known === undefined) return undefined;
  const span = { start: known.bothWords ? before.start : found.start, end: found.end };
  return syntaxError(cursor, `unexpected ${cursor.text.slice(span.start, span.end)}`, span, known.hint);
}

export const triedHere = (cursor: Cursor): readonly string[] =>
  cursor.triedAt === cursor.index ? cursor.tried : [];

export function nearestKeyword(found: Token, choices: readonly string[]): string | undefined {
  if (found.kind !== 'word') return undefined;
  const keywords = choices
    .filter((choice) => /^[A-Z]/.test(choice))
    .map((choice) => choice.split(' ', 1)[0] ?? '');
  return nearest(found.text, keywords);
}

export const slip = (cursor: Cursor, found: Token, meant: string): KsqlError =>
  syntaxError(
    cursor,
    `expected ${meant}, found ${describeToken(found, cursor.text)}`,
    found,
    `did you mean ${meant}?`,
  );

/** A keyword where a name could be: most likely meant as one. */
function keywordHint(cursor: Cursor, found: Token, expected: readonly string[]): string | undefined {
  const named = expected.some((choice) => choice.startsWith('a ') || choice.startsWith('an '));
  if (!named) return undefined;
  if (found.kind === 'string' && expected.some((choice) => choice.includes('name'))) {
    return `single quotes make a string; a name is quoted with backticks: \`${found.text}\``;
  }
  if (found.kind !== 'word' || !isReserved(found.text)) return undefined;
  if (previous(cursor).text === ',' && previous(cursor).kind === 'symbol') {
    return `is the comma before it one too many? As a name, ${found.text} is quoted: \`${found.text}\``;
  }
  return `${found.text} is a keyword; as a name it is quoted: \`${found.text}\``;
}
