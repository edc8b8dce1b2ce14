import { type Problem, type Token, token } from './token.ts';

const UNCLOSED: Readonly<Record<string, Problem>> = {
  "'": { message: 'the string is not closed', hint: "close it with '; a quote inside is written ''" },
  '"': { message: 'the quoted name is not closed', hint: 'close it with "' },
  '`': { message: 'the quoted name is not closed', hint: 'close it with `' },
};

/** The string or quoted name that opens at `start`. The quote written twice stands for itself. */
export function scanQuoted(text: string, start: number, quote: string): Token {
  let doubled = false;
  let close = text.indexOf(quote, start + 1);
  while (close !== -1 && text[close + 1] === quote) {
    doubled = true;
    close = text.indexOf(quote, close + 2);
  }
  if (close === -1) return unclosed(text, start, quote);
  const raw = text.slice(start + 1, close);
  const value = doubled ? raw.replaceAll(quote + quote, quote) : raw;
  return token(quote === "'" ? 'string' : 'quoted', value, start, close + 1);
}

/** Underlined to the end of its line: that is where the quote is most likely missing. */
function unclosed(text: string, start: number, quote: string): Token {
  const lineEnd = text.slice(start, start + 200).search(/[\r\n]/);
  const end = lineEnd === -1 ? Math.min(text.length, start + 200) : start + lineEnd;
  return token('invalid', '', start, end, UNCLOSED[quote]);
}
