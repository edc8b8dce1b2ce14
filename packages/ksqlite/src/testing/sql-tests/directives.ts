import type { Directive } from './sql-test.ts';

/** As in ksqlDB's DirectiveParser. */
const DIRECTIVE = /^--@([a-zA-Z.]+):\s*(.*)$/;

/** Strings, quoted names and comments; what is not closed ends with the text. */
const PIECE = /'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\/\*[\s\S]*?(?:\*\/|$)|--[^\r\n]*/g;

/** The directives of a text, in order: comments that begin with `--@`, but for those inside strings and other comments. */
export function directivesOf(text: string): readonly Directive[] {
  const found: Directive[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const [, type, contents] = DIRECTIVE.exec(piece) ?? [];
    if (type !== undefined && contents !== undefined)
      found.push({ type: type.toLowerCase(), contents: contents.trim(), start: index });
  }
  return found;
}
