/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The longest beginning that is at most `width` wide, and the rest. The beginning is never empty but for no text. */
export function splitAtWidth(text: string, width: number): readonly [string, string] {
  if (isPlain(text)) return [text.slice(0, Math.max(1, width)), text.slice(Math.max(1, width))];
  let taken = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    taken += graphemeWidth(segment);
    if (taken > width && index > 0) break;
    end = index + segment.length;
  }
  return [text.slice(0, end), text.slice(end)];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const isPlain = (text: string): boolean => !/[^\x20-\x7e]/.test(text);

const ZERO = /^[\p{Control}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Default_Ignorable_Code_Point}]+$/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;

function graphemeWidth(segment: string): number {
  if (ZERO.test(segment)) return 0;
  return EMOJI.test(segment) || isWide(segment.codePointAt(0) ?? 0) ? 2 : 1;
}

/** East Asian Width W and F (Unicode UAX #11), by block. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul Jamo
  [0x2e80, 0x303e], // CJK radicals, punctuation
  [0x3041, 0x33ff], // kana, CJK symbols
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf], // Yi
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3], // Hangul
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60], // fullwidth forms
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];
const isWide = (point: number): boolean => WIDE.some(([first, last]) => point >= first && point <= last);
