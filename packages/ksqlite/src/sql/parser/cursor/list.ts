import { isReserved } from '../../lexer/keywords.ts';
import type { Token } from '../../lexer/token.ts';
import { positionOf } from '../../source-text.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { type Cursor, isSymbol, next, peek } from './cursor.ts';
import { acceptSymbol, expectSymbol } from './expect.ts';

type ParseItem<T> = (cursor: Cursor) => T;

/** One item or more, with commas between. `height` becomes that of the tallest. */
export function parseCommaSeparated<T>(cursor: Cursor, parseItem: ParseItem<T>): T[] {
  const items: T[] = [];
  let tallest = 0;
  do {
    cursor.height = 0;
    items.push(parseItem(cursor));
    tallest = Math.max(tallest, cursor.height);
  } while (acceptSymbol(cursor, ','));
  cursor.height = tallest;
  return items;
}

/** `( item, item, … )` with at least one item. Throws SQL_SYNTAX, also for brackets that nobody closes. */
export function parseBracketed<T>(cursor: Cursor, open: string, close: string, parseItem: ParseItem<T>): T[] {
  const opener = expectSymbol(cursor, open);
  const items = parseCommaSeparated(cursor, parseItem);
  expectClose(cursor, opener, close);
  return items;
}

/** The same, but there may be nothing between the brackets. */
export function parseBracketedOrEmpty<T>(
  cursor: Cursor,
  open: string,
  close: string,
  parseItem: ParseItem<T>,
): T[] {
  if (isSymbol(cursor, open) && isSymbol(cursor, close, 1)) {
    next(cursor);
    next(cursor);
    cursor.height = 0;
    return [];
  }
  return parseBracketed(cursor, open, close, parseItem);
}

/** The bracket that closes `opener`. Throws SQL_SYNTAX telling where the open one is. */
export function expectClose(cursor: Cursor, opener: Token, close: string): void {
  if (acceptSymbol(cursor, close)) return;
  const found = peek(cursor);
  if (found.kind === 'end' || isSymbol(cursor, ';')) {
    throw syntaxError(
      cursor,
      `the ${opener.text} is not closed`,
      opener,
      `a ${close} is missing${found.kind === 'end' ? '' : ` before the ; at line ${positionOf(cursor.text, found).line}`}`,
    );
  }
  throw unexpected(cursor, [], separatorHint(cursor, close));
}

/** What can begin another item has lost its comma; what cannot, its bracket. */
function separatorHint(cursor: Cursor, close: string): string | undefined {
  const { kind, text } = peek(cursor);
  if (kind === 'symbol') return BRACKETS.has(text) ? `is a ${close} missing before it?` : undefined;
  const ends = kind === 'word' && isReserved(text) && !BEGINNINGS.has(text);
  return `is a ${ends ? close : 'comma'} missing before it?`;
}

const BRACKETS: ReadonlySet<string> = new Set([')', ']', '>']);
const BEGINNINGS: ReadonlySet<string> = new Set(['NULL', 'TRUE', 'FALSE', 'CASE', 'CAST', 'NOT']);
