import { EvaluationError } from '../errors/evaluation-error.ts';

/** What `.` of Java's patterns stands for: a character that ends no line. */
const ANY = '[^\\n\\r\\u0085\\u2028\\u2029]';
/** V8 refuses a regular expression that is much longer than 32 K. */
const LONGEST = 16_384;
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g;

/**
 * The test that a LIKE pattern stands for: `%` any text, `_` any character, neither across the end of a line; the
 * character after `escapedBy` is itself (ksqlDB's LikeEvaluator).
 *
 * Throws EvaluationError when the pattern ends with the escape character, or is too long.
 */
export function likePattern(pattern: string, escapedBy: string | undefined): (text: string) => boolean {
  let source = '';
  /** what stands between `%` and `%`, before the first and behind the last one too */
  const between: string[] = [];
  let isPlain = true;
  let plain = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern.charAt(i);
    if (character === '%' || character === '_') {
      isPlain = false;
      if (character === '_') source += ANY;
      else {
        between.push(source);
        source = '';
      }
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
  const whole = joined([...between, source]);
  if (whole.length > LONGEST) throw new EvaluationError('The LIKE pattern is too long');
  const regex = new RegExp(`^${whole}$`, 'u');
  return (text) => regex.test(text);
}

/**
 * Pieces with any text between them. What stands between two `%` is taken where it comes first, and never elsewhere
 * (a group that looks ahead is not tried again): the rest has then the most text left, and the time stays linear.
 */
function joined(pieces: readonly string[]): string {
  const first = pieces[0] ?? '';
  if (pieces.length < 2) return first;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  const taken = middle.map((piece, i) => `(?=(${ANY}*?${piece}))(?:\\${i + 1})`);
  return `${first}${taken.join('')}${ANY}*${pieces.at(-1) ?? ''}`;
}
