/** How letters are compared: as they are, ASCII letters by either case, or all letters by either case. */
export type Fold = 'none' | 'ascii' | 'unicode';

/** The upper case of one code point as `Character.toUpperCase` has it: one code point, or itself. */
const upper = (code: number): number => single(code, String.fromCodePoint(code).toUpperCase());
const lower = (code: number): number => single(code, String.fromCodePoint(code).toLowerCase());

function single(code: number, text: string): number {
  const first = text.codePointAt(0) ?? code;
  return text.length === (first > 0xffff ? 2 : 1) ? first : code;
}

const isUpperAscii = (code: number): boolean => code >= 0x41 && code <= 0x5a;
const isLowerAscii = (code: number): boolean => code >= 0x61 && code <= 0x7a;

/** A letter in both cases that count as one. */
export function casesOf(code: number, fold: Fold): readonly number[] {
  if (fold === 'none') return [code];
  if (isUpperAscii(code))
    return fold === 'ascii' ? [code, code + 0x20] : [code, code + 0x20, lower(upper(code))];
  if (isLowerAscii(code)) return fold === 'ascii' ? [code, code - 0x20] : [code, upper(code)];
  return fold === 'ascii' ? [code] : [code, upper(code), lower(upper(code))];
}

/** What stands for a letter when letters are compared. */
export function folded(code: number, fold: Fold): number {
  if (fold === 'none') return code;
  if (code < 0x80) return isUpperAscii(code) ? code + 0x20 : code;
  return fold === 'ascii' ? code : lower(upper(code));
}
