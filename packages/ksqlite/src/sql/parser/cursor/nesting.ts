import { syntaxError } from '../errors/failure.ts';
import type { Cursor } from './cursor.ts';
import { peek } from './cursor.ts';

/**
 * Parentheses, calls, types and statements inside one another. Bounds the parser's own recursion: a call takes some
 * fifteen frames of the stack, and the caller has used some of it.
 */
export const MAX_NESTING = 200;
/**
 * Levels of an expression's tree. `a + b + c …` leans left without any nesting, so a long chain is a deep tree:
 * this bounds the recursion of all that walk the tree later.
 */
export const MAX_HEIGHT = 1_000;

/** Goes one level down. Throws SQL_SYNTAX when that is too deep. To be paired with `leave`. */
export function enter(cursor: Cursor): void {
  cursor.nesting += 1;
  if (cursor.nesting > MAX_NESTING) {
    throw syntaxError(
      cursor,
      `nested more than ${MAX_NESTING} levels deep`,
      peek(cursor),
      'split it over several statements',
    );
  }
}

export function leave(cursor: Cursor): void {
  cursor.nesting -= 1;
}

/** Sets the height of the expression being built, from that of its parts. Throws SQL_SYNTAX when too high. */
export function grow(cursor: Cursor, tallestPart: number): void {
  cursor.height = tallestPart + 1;
  if (cursor.height > MAX_HEIGHT) {
    throw syntaxError(
      cursor,
      `an expression of more than ${MAX_HEIGHT} levels`,
      peek(cursor),
      'use IN (…) for long chains of OR, or split the expression',
    );
  }
}
