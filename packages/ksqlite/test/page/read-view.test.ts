import type { ViewContent } from '../../page/src/api/answers.ts';
import { figureText, pointText } from '../../page/src/views/program/figure-text.ts';
import { KEPT_POINTS, NOTHING_READ, seriesKey, withRead } from '../../page/src/views/program/read-view.ts';

const content = (sent: number, waiting: number): ViewContent => ({
  pieces: [
    { kind: 'stages', title: 'Way', stages: [{ name: 'sent', passed: sent, unit: 'parts' }] },
    {
      kind: 'series',
      title: 'Figures',
      unit: 'cars',
      series: [
        { name: 'sent', value: sent, isCounter: true },
        { name: 'waiting', value: waiting },
      ],
    },
  ],
});

const read = (...contents: readonly (readonly [at: number, sent: number, waiting: number])[]) =>
  contents.reduce(
    (before, [at, sent, waiting]) => withRead(before, content(sent, waiting), at),
    NOTHING_READ,
  );

it('makes rates of counters, and points of what else is drawn', () => {
  const { rates, points } = read([0, 100, 5], [1000, 120, 7], [2000, 150, 6]);
  expect(rates.get(seriesKey('Way', 'sent'))).toBe(25);
  expect(points.get(seriesKey('Figures', 'sent'))).toEqual([20, 25]);
  expect(points.get(seriesKey('Figures', 'waiting'))).toEqual([5, 7, 6]);
});

it('takes rates over the last seconds, and none of a counter that started again', () => {
  const seconds = Array.from({ length: 20 }, (_, i) => [i * 1000, i < 10 ? 0 : (i - 9) * 10, 0] as const);
  expect(read(...seconds).rates.get(seriesKey('Way', 'sent'))).toBe(10);
  expect(read([0, 100, 0], [1000, 3, 0]).rates.get(seriesKey('Way', 'sent'))).toBe(0);
});

it('keeps a few minutes, however long it is read', () => {
  const hour = Array.from({ length: 3600 }, (_, i) => [i * 1000, i, i] as const);
  const { points, samples } = read(...hour);
  expect([...points.values()].map(({ length }) => length)).toEqual([KEPT_POINTS, KEPT_POINTS]);
  expect(points.get(seriesKey('Figures', 'waiting'))?.at(-1)).toBe(3599);
  expect(samples.length).toBeLessThan(7);
});

it('writes figures in their units', () => {
  expect([
    figureText(1234, undefined),
    figureText(3400, 'ms'),
    figureText(0.256, 'share'),
    figureText(0.012, 'share'),
    figureText(2500, 'bytes'),
    figureText(7, 'cars'),
    pointText(2.5, 'cars', true),
  ]).toEqual(['1,234', '3.4 s', '26 %', '1.2 %', '2.5 kB', '7 cars', '2.5/s']);
});
