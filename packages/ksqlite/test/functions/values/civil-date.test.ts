import fc from 'fast-check';
import { civilDate, epochDay } from '../../../src/functions/values/time/civil-date.ts';

const ofDate = (day: number) => {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

test('is JavaScript’s calendar, as far as that goes', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
      const date = civilDate(day);
      expect(date).toEqual(ofDate(day));
      expect(epochDay(date.year, date.month, date.day)).toBe(day);
    }),
    { numRuns: 2_000 },
  );
});

test('has no such day where JavaScript rolls it over', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -2_000, max: 4_000 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(epochDay(year, month, day)).toBe(exists ? date.getTime() / 86_400_000 : undefined);
      },
    ),
    { numRuns: 2_000 },
  );
});

// java.time.LocalDate of Long.MAX_VALUE and Long.MIN_VALUE milliseconds
test('goes as far as a TIMESTAMP does', () => {
  expect(civilDate(106_751_991_167)).toEqual({ year: 292_278_994, month: 8, day: 17 });
  expect(civilDate(-106_751_991_168)).toEqual({ year: -292_275_055, month: 5, day: 16 });
  expect(epochDay(292_278_994, 8, 17)).toBe(106_751_991_167);
});
