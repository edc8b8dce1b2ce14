import { EvaluationError } from './evaluation-error.ts';

/** What `.` of Java's patterns stands for: a character that ends no line. */
const ANY = '[^\\n\\r\\u0085\\u2028\\u2029]';
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/**
 * The test that a LIKE pattern stands for: `%` any text, `_` any character, neither across the end of a line; the
 * character after `escapedBy` is itself (ksqlDB's LikeEvaluator).
 *
 * Throws EvaluationError when the pattern ends with the escape character.
 */
export function likePattern(pattern: string, escapedBy: string | undefined): (text: string) => boolean {
  let source = '';
  let isPlain = true;
  let plain = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern.charAt(i);
    if (character === '%' || character === '_') {
      isPlain = false;
      source += character === '%' ? `${ANY}*` : ANY;
      continue;
    }
    const isEscape = character === escapedBy;
    if (isEscape) i += 1;
    if (i === pattern.length)
      throw new EvaluationError('A LIKE pattern must not end with the escape character');
    const literal = pattern.charAt(i);
    plain += literal;
    source += literal.replace(SPECIAL, '\\$&');
  }
  if (isPlain) return (text) => text === plain;
  const regex = new RegExp(`^${source}$`, 'u');
  return (text) => regex.test(text);
}
