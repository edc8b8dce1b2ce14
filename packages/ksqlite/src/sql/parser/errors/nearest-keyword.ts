import { isReserved } from '../../lexer/keywords.ts';
import type { Token } from '../../lexer/token.ts';
import { nearest } from '../../messages/nearest.ts';

/** The keyword among the choices that the token is a slip of. Choices in lower case are no keywords. */
export function nearestKeyword(found: Token, choices: readonly string[]): string | undefined {
  if (found.kind !== 'word') return undefined;
  const keywords = choices
    .filter((choice) => /^[A-Z]/.test(choice))
    .map((choice) => choice.split(' ', 1)[0] ?? choice)
    .filter((keyword) => !isReserved(found.text) || isPlural(found.text, keyword));
  return nearest(found.text, keywords);
}

/** Who writes one keyword right did not mean another (END is not AND), except for its plural. */
const isPlural = (a: string, b: string): boolean => a === `${b}S` || b === `${a}S`;
