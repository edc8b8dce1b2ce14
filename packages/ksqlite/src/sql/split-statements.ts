import type { Span } from './ast/span.ts';
import { tokenize } from './lexer/tokenize.ts';

export interface StatementText {
  /** With its semicolon, without the blanks and comments around it. */
  readonly text: string;
  readonly span: Span;
}

/**
 * Cuts a script at its semicolons, without understanding it: for scripts in which one statement defines a variable
 * that the next one uses. Never throws; what cannot be read is left for the parser to refuse, as the last piece.
 */
export function splitStatements(text: string): readonly StatementText[] {
  const pieces: StatementText[] = [];
  let start: number | undefined;
  for (const token of tokenize(text)) {
    if (token.kind === 'end') break;
    start ??= token.start;
    const closed = token.kind === 'symbol' && token.text === ';';
    if (!closed && token.kind !== 'invalid') continue;
    pieces.push(piece(text, start, closed ? token.end : text.length));
    start = undefined;
  }
  if (start !== undefined) pieces.push(piece(text, start, text.length));
  return pieces;
}

const piece = (text: string, start: number, end: number): StatementText => ({
  text: text.slice(start, end),
  span: { start, end },
});
