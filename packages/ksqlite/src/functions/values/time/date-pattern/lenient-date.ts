import { FunctionError, UnsupportedPatternError } from '../../../function-error.ts';
import { MILLIS_PER_DAY } from '../civil-date.ts';
import { MONTHS } from './names.ts';
import { type Token, tokensOf } from './tokens.ts';

/**
 * PARSE_DATE alone reads by commons-lang's FastDateFormat, not by DateTimeFormatter: numbers beyond their range roll
 * over (31 April is 1 May), what follows the pattern is not looked at, and two digits of a year are at most 20 years
 * ahead of now.
 */
export function lenientDateParser(pattern: string, now: () => number): (text: string) => number {
  const fields: string[] = [];
  const tokens = tokensOf(pattern);
  const expression = new RegExp(
    `^${tokens.map((token, i) => source(token, tokens[i + 1], fields)).join('')}`,
    'i',
  );
  return (text) => {
    const match = expression.exec(text);
    if (match === null) throw new FunctionError(`Failed to parse date '${text}' with pattern '${pattern}'`);
    const value = (letter: string): string | undefined => match[fields.indexOf(letter) + 1];
    const number = (letter: string, otherwise: number): number =>
      fields.includes(letter) ? Number(value(letter)) : otherwise;
    const year = fields.includes('yy') ? century(Number(value('yy')), now) : number('y', 1970);
    const month = fields.includes('MMM') ? monthNamed(value('MMM') ?? '') : number('M', 1);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, number('d', 1));
    if (fields.includes('D')) date.setUTCFullYear(year, 0, number('D', 1));
    const time = ((number('H', 0) * 60 + number('m', 0)) * 60 + number('s', 0)) * 1000 + number('S', 0);
    const instant = date.getTime() + time;
    if (instant % MILLIS_PER_DAY !== 0) throw new FunctionError('Date format contains time field.');
    return instant / MILLIS_PER_DAY;
  };
}

function source(token: Token, next: Token | undefined, fields: string[]): string {
  if (token.kind === 'literal')
    return token.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s*');
  if (token.kind === 'optional')
    throw new UnsupportedPatternError(
      'optional sections [ ] are not supported there',
      'use CAST(PARSE_TIMESTAMP(text, pattern) AS DATE)',
    );
  const { letter, count } = token;
  if (!'yMdDHmsS'.includes(letter))
    throw new UnsupportedPatternError(
      `the letter ${letter} is not supported there`,
      'use y, M, d, D, H, m, s, S, or CAST(PARSE_TIMESTAMP(text, pattern) AS DATE)',
    );
  fields.push(letter === 'y' && count <= 2 ? 'yy' : letter === 'M' && count >= 3 ? 'MMM' : letter);
  if (letter === 'M' && count >= 3)
    return `(${[...MONTHS, ...MONTHS.map((name) => name.slice(0, 3))].join('|')})`;
  // Before another number a field has the pattern's width; else it takes what digits there are.
  const adjacent = next?.kind === 'field' && !(next.letter === 'M' && next.count >= 3);
  return adjacent ? `\\s*(\\d{${count}})` : '\\s*(\\d+)';
}

const monthNamed = (name: string): number =>
  MONTHS.findIndex((month) => month.slice(0, 3).toUpperCase() === name.slice(0, 3).toUpperCase()) + 1;

/** The year ending in these two digits that is within the 100 years which began 80 years ago. */
function century(digits: number, now: () => number): number {
  if (digits >= 100) return digits;
  const first = new Date(now()).getUTCFullYear() - 80;
  const year = first - (first % 100) + digits;
  return year >= first ? year : year + 100;
}
