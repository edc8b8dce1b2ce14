import fc from 'fast-check';
import { decodeRanges, encodeRanges, longestEncoding } from '../../../src/enrich/offsets/offset-ranges.ts';

test('writes gaps and lengths in base 36', () => {
  const ranges = [
    { from: 6, to: 11 },
    { from: 13, to: 14 },
  ];
  expect(encodeRanges(5, ranges)).toBe('1+4,2');
  expect(encodeRanges(5, [])).toBe('');
});

test('reads what it wrote, and is never longer than foretold', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 })));
  fc.assert(
    fc.property(fc.nat(2 ** 40), steps, (base, pairs) => {
      let at = base;
      const ranges = pairs.map(([gap, length]) => {
        const from = at + gap;
        at = from + length;
        return { from, to: at };
      });
      const text = encodeRanges(base, ranges);
      expect(decodeRanges(base, text)).toEqual(ranges);
      expect(text.length).toBeLessThanOrEqual(longestEncoding(ranges.length, at - base));
    }),
  );
});
