import fc from 'fast-check';
import { columnWidths } from '../../../../src/cli/shell/table/column-widths.ts';

test('all have what they want when there is room', () => {
  expect(columnWidths([3, 10], 16, 3)).toEqual([3, 10]);
});

test('the widest give way first, and no column of the screen is left unused', () => {
  expect(columnWidths([3, 40, 60], 46, 3)).toEqual([3, 19, 18]);
});

test('what no columns can show', () => {
  expect(columnWidths([40, 40, 40], 20, 3)).toBeUndefined();
});

test('fits whenever it gives something', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 10, max: 200 }),
      (natural, total) => {
        const widths = columnWidths(natural, total, 3);
        if (widths === undefined) return;
        const taken = widths.reduce((sum, width) => sum + width, 0) + 3 * (widths.length - 1);
        expect(taken).toBeLessThanOrEqual(total);
        widths.forEach((width, at) => {
          expect(width).toBeGreaterThanOrEqual(Math.min(natural[at] ?? 0, 8));
          expect(width).toBeLessThanOrEqual(natural[at] ?? 0);
        });
      },
    ),
  );
});
