import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { isNumeric } from '../../ui/rows.ts';
import { charted } from './charted.ts';

const HEIGHT = 240;
const MOST_SERIES = 4;
/** The newest rows: more would be a block of ink. */
const MOST_POINTS = 400;
/** Also told apart without colour: by their dashes. */
const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 3, 2, 3]];
const COLOURS = ['--accent', '--warn', '--bad', '--muted'] as const;

/** The numeric columns of a result, row by row. */
export function Chart(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const { columns, rows: kept, received } = charted.value;
  const rows = kept.slice(-MOST_POINTS);
  const numeric = columns
    .map((column, i) => ({ column, i }))
    .filter(({ column }) => isNumeric(column))
    .slice(0, MOST_SERIES);
  const names = numeric.map(({ column }) => column.name).join('\n');
  useEffect(() => {
    const { current } = host;
    if (current === null) return;
    const colour = (name: string): string => {
      // a canvas knows no variables: they are what they are on an element
      current.style.color = `var(${name})`;
      return getComputedStyle(current).color;
    };
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line') },
      ticks: { stroke: colour('--line') },
    };
    const made = new uPlot(
      {
        width: current.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [axis, axis],
        series: [
          { label: 'row' },
          ...numeric.map(({ column }, n) => ({
            label: column.name,
            stroke: colour(COLOURS[n] ?? '--text'),
            width: 1.5,
            dash: [...(DASHES[n] ?? [])],
          })),
        ],
      },
      [[], ...numeric.map(() => [])],
      current,
    );
    current.style.color = '';
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    observer.observe(current);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [names]);
  useEffect(() => {
    const first = received - rows.length;
    plot.current?.setData([
      rows.map((_, n) => first + n),
      ...numeric.map(({ i }) =>
        rows.map((row) => (row[i] === 'null' || row[i] === undefined ? null : Number(row[i]))),
      ),
    ]);
  }, [kept, names]);
  return (
    <div
      class="chart"
      ref={host}
      role="img"
      aria-label={`Chart of ${numeric.map(({ column }) => column.name).join(', ')}`}
    />
  );
}
