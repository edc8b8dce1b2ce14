import type { Identifier } from '../../ast/span.ts';
import type { Property } from '../../ast/statement.ts';
import { type Cursor, isSymbol, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, expectSymbol } from '../cursor/expect.ts';
import { MAX_INTEGER } from '../cursor/integers.ts';
import { parseBracketed } from '../cursor/list.ts';
import { parseName } from '../cursor/names.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { isNumber, parseNumber } from '../expressions/literals.ts';

/** `WITH (name = literal, …)`, if it is there; else nothing. Throws SQL_SYNTAX, also for a name given twice. */
export function parseProperties(cursor: Cursor): readonly Property[] {
  if (!acceptWord(cursor, 'WITH')) return [];
  const properties = parseBracketed(cursor, '(', ')', parseProperty);
  const seen = new Set<string>();
  for (const { name } of properties) {
    if (seen.has(name.text)) throw syntaxError(cursor, `${name.text} is given twice`, name.span);
    seen.add(name.text);
  }
  return properties;
}

function parseProperty(cursor: Cursor): Property {
  const name = parsePropertyName(cursor);
  expectSymbol(cursor, '=');
  const { start } = peek(cursor);
  const value = parseLiteral(cursor);
  return { name, value, valueSpan: spanFrom(cursor, start) };
}

/** A name, or a string. ksqlDB compares them in upper case. */
function parsePropertyName(cursor: Cursor): Identifier {
  const { kind, text, start, end } = peek(cursor);
  if (kind !== 'string') {
    const name = parseName(cursor, 'a property’s name');
    return { ...name, text: name.text.toUpperCase() };
  }
  next(cursor);
  if (text === '') throw syntaxError(cursor, 'a name cannot be empty', { start, end });
  return { text: text.toUpperCase(), quoted: true, span: { start, end } };
}

/** A string, a number, a boolean or NULL. */
export function parseLiteral(cursor: Cursor): Property['value'] {
  const found = peek(cursor);
  if (found.kind === 'string') return next(cursor).text;
  if (isNumber(found) || (isSymbol(cursor, '-') && isNumber(peek(cursor, 1))))
    return parseNumberValue(cursor);
  for (const [word, value] of WORDS) {
    if (found.kind === 'word' && found.text === word) {
      next(cursor);
      return value;
    }
  }
  const hint = found.kind === 'word' ? `a text is in single quotes: '${found.text}'` : undefined;
  throw unexpected(cursor, ['a string, number or boolean'], hint);
}

const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
];

/** A `bigint` only where ksqlDB has a BIGINT: most properties are small counts. */
function parseNumberValue(cursor: Cursor): number | bigint {
  const literal = parseNumber(cursor);
  if (
    literal.kind === 'IntegerLiteral' &&
    (literal.value > MAX_INTEGER || literal.value < -MAX_INTEGER - 1)
  ) {
    return literal.value;
  }
  const value = Number(literal.kind === 'DecimalLiteral' ? literal.text : literal.value);
  if (!Number.isFinite(value)) throw syntaxError(cursor, 'the number is too large', literal.span);
  // -0 becomes 0, which prints as what it reads.
  return value + 0;
}
