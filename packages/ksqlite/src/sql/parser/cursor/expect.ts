import type { Token } from '../../lexer/token.ts';
import { unexpected } from '../errors/unexpected.ts';
import { type Cursor, isSymbol, isWord, next } from './cursor.ts';

/** Notes that `choice` was possible at this place, for the message if nothing fits. */
export function note(cursor: Cursor, choice: string): void {
  if (cursor.triedAt !== cursor.index) {
    cursor.triedAt = cursor.index;
    cursor.tried.length = 0;
  }
  cursor.tried.push(choice);
}

/** Takes the keyword if it is next. */
export function acceptWord(cursor: Cursor, word: string): boolean {
  if (isWord(cursor, word)) {
    next(cursor);
    return true;
  }
  note(cursor, word);
  return false;
}

/** Takes `first` and the keywords after it: once the first is there, the others must be. */
export function acceptWords(cursor: Cursor, first: string, ...others: readonly string[]): boolean {
  if (!isWord(cursor, first)) {
    note(cursor, [first, ...others].join(' '));
    return false;
  }
  next(cursor);
  for (const other of others) expectWord(cursor, other);
  return true;
}

export function acceptSymbol(cursor: Cursor, symbol: string): boolean {
  if (isSymbol(cursor, symbol)) {
    next(cursor);
    return true;
  }
  note(cursor, symbol);
  return false;
}

/** Throws SQL_SYNTAX when the keyword is not next. */
export function expectWord(cursor: Cursor, word: string, hint?: string): Token {
  if (!isWord(cursor, word)) throw unexpected(cursor, [word], hint);
  return next(cursor);
}

/** Throws SQL_SYNTAX when none of the keywords is next. */
export function expectWords(cursor: Cursor, ...words: readonly string[]): void {
  for (const word of words) expectWord(cursor, word);
}

/** Throws SQL_SYNTAX when the symbol is not next. */
export function expectSymbol(cursor: Cursor, symbol: string, hint?: string): Token {
  if (!isSymbol(cursor, symbol)) throw unexpected(cursor, [symbol], hint);
  return next(cursor);
}
