import { tokenize } from '../../../sql/lexer/tokenize.ts';

/** A statement on one line, without its comments: an entry of the history. Line ends within a string stay. */
export function oneLine(text: string): string {
  let line = '';
  let end = 0;
  for (const token of tokenize(text)) {
    const gap = text.slice(end, token.start);
    line += line === '' || token.kind === 'end' ? '' : gap.includes('\n') || gap.includes('--') ? ' ' : gap;
    line += text.slice(token.start, token.end);
    end = token.end;
  }
  return line;
}
