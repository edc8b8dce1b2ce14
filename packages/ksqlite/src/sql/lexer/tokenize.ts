import { isDigit, isNamePart, isNameStart } from './characters.ts';
import { scanNumber } from './scan-number.ts';
import { scanQuoted } from './scan-quoted.ts';
import { scanSymbol } from './scan-symbol.ts';
import { skipBlank } from './skip-blank.ts';
import { type Token, token } from './token.ts';

/**
 * Cuts a text into tokens. Never throws: at the first thing that is none, it stops with an `invalid` token, which
 * the parser reports when it gets there, so that mistakes are reported in the order of the text.
 * The last token is always `end`.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // Editors on Windows may begin a file with a byte order mark.
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    const start = skipBlank(text, from);
    if (typeof start !== 'number') {
      tokens.push(start);
      break;
    }
    if (start >= text.length) break;
    const next = scanToken(text, start);
    tokens.push(next);
    if (next.kind === 'invalid') break;
    from = next.end;
  }
  tokens.push(token('end', '', text.length, text.length));
  return tokens;
}

function scanToken(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  if (isNameStart(code)) return scanWord(text, start);
  if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(start + 1)))) return scanNumber(text, start);
  const character = text[start];
  if (character === "'" || character === '"' || character === '`') return scanQuoted(text, start, character);
  return scanSymbol(text, start);
}

function scanWord(text: string, start: number): Token {
  let end = start + 1;
  while (isNamePart(text.charCodeAt(end))) end += 1;
  return token('word', text.slice(start, end).toUpperCase(), start, end);
}
