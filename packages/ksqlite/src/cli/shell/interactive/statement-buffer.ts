import { tokenize } from '../../../sql/lexer/tokenize.ts';
import { splitStatements } from '../../../sql/split-statements.ts';

/** What the lines typed so far are: whole statements to run, or the beginning of one. */
export type Typed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'complete' }
  /** `inside`: what is open, a quote or a comment. */
  | { readonly kind: 'open'; readonly inside: "'" | '"' | '`' | '/*' | undefined };

/** A text is complete with a semicolon at its end, outside of quotes and comments. */
export function typedSoFar(text: string): Typed {
  const tokens = tokenize(text);
  const last = tokens.at(-2);
  if (last === undefined) return { kind: 'empty' };
  if (last.kind === 'symbol' && last.text === ';') return { kind: 'complete' };
  if (last.kind !== 'invalid') return { kind: 'open', inside: undefined };
  const opened = openedBy(text, last.start);
  if (opened !== undefined) return { kind: 'open', inside: opened };
  // A character that no statement has: what follows can't be read, so the line's end decides.
  return text.trimEnd().endsWith(';') ? { kind: 'complete' } : { kind: 'open', inside: undefined };
}

const OPENERS = ["'", '"', '`', '/*'] as const;
const openedBy = (text: string, at: number): (typeof OPENERS)[number] | undefined =>
  OPENERS.find((opener) => text.startsWith(opener, at));

/** The statements in a text and what is behind the last of them, which is still open. */
export function wholeStatements(text: string): { readonly whole: string; readonly rest: string } {
  const last = splitStatements(text).findLast((piece) => piece.text.endsWith(';'));
  const end = last?.span.end ?? 0;
  return { whole: text.slice(0, end), rest: text.slice(end) };
}
