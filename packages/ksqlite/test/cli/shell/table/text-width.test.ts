import fc from 'fast-check';
import { splitAtWidth, textWidth } from '../../../../src/cli/shell/table/text-width.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['ä', 1],
  ['a\u0308', 1],
  ['車', 2],
  ['ｱ', 1],
  ['Ａ', 2],
  ['한국', 4],
  ['🚗', 2],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['→', 1],
  ['\u200b', 0],
])('%j is %i wide', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('a text is cut between characters', () => {
  expect(splitAtWidth('abcd', 3)).toEqual(['abc', 'd']);
  expect(splitAtWidth('a車b', 2)).toEqual(['a', '車b']);
  expect(splitAtWidth('車b', 1)).toEqual(['車', 'b']);
  expect(splitAtWidth('e\u0301x', 1)).toEqual(['e\u0301', 'x']);
});

test('nothing is lost, and no piece is wider than asked but for one character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 10 }), (text, width) => {
      let rest = text;
      let all = '';
      while (rest !== '') {
        const [piece, more] = splitAtWidth(rest, width);
        expect(piece).not.toBe('');
        expect(textWidth(piece)).toBeLessThanOrEqual(width);
        all += piece;
        rest = more;
      }
      expect(all).toBe(text);
    }),
  );
});
