import { isReserved } from '../../lexer/keywords.ts';
import { type Cursor, isSymbol, peek, previous } from '../cursor/cursor.ts';

/** What to write when something that is not a name stands where a name, or an expression, was expected. */
export function nameHint(cursor: Cursor, expected: readonly string[]): string | undefined {
  const { kind, text } = peek(cursor);
  if (kind === 'symbol') return CLOSING.has(text) && isAfterComma(cursor) ? COMMA_TOO_MANY : undefined;
  const wantsName = expected.some((choice) => choice.includes('name'));
  if (kind === 'string' && wantsName) {
    return `single quotes make a string; a name is quoted with backticks: \`${text}\``;
  }
  if (kind !== 'word' || !isReserved(text)) return undefined;
  if (wantsName) return quoted(text);
  return expected.includes('an expression') ? expressionHint(cursor, text) : undefined;
}

const COMMA_TOO_MANY = 'is the comma before it one too many?';
const CLOSING: ReadonlySet<string> = new Set([')', ']', '>', ';']);

function isAfterComma(cursor: Cursor): boolean {
  const { kind, text } = previous(cursor);
  return kind === 'symbol' && text === ',';
}

const quoted = (word: string): string => `${word} is a keyword; as a name it is quoted: \`${word}\``;

/** A keyword at the place of an expression is meant as a name, or belongs to the next clause. */
function expressionHint(cursor: Cursor, word: string): string | undefined {
  if (isSymbol(cursor, '(', 1)) {
    const instead = word === 'LEFT' || word === 'RIGHT' ? ': use SUBSTRING(text, from, length)' : '';
    return `${word} is a keyword, not a function${instead}`;
  }
  const after = peek(cursor, 1);
  if (after.kind === 'symbol' || (after.kind === 'word' && isReserved(after.text))) return quoted(word);
  return isAfterComma(cursor) ? COMMA_TOO_MANY : undefined;
}
