import { isSpace } from './characters.ts';
import { type Token, token } from './token.ts';

/**
 * The offset of the next token at or after `from`, past white space and comments; an invalid token for a comment
 * that never ends. (In ksqlDB an empty `--` line swallows the line after it. That is a bug, and not kept.)
 */
export function skipBlank(text: string, from: number): number | Token {
  let at = from;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (text.startsWith('--', at)) {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd === -1 ? text.length : lineEnd + 1;
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      if (close === -1) {
        return token('invalid', '', at, at + 2, {
          message: 'the comment is not closed',
          hint: 'close it with */',
        });
      }
      at = close + 2;
    } else {
      return at;
    }
  }
}
