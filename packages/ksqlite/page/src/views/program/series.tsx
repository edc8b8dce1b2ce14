import type { JSX } from 'preact';
import type { ViewSeries } from '../../api/answers.ts';
import { pointText } from './figure-text.ts';
import { KEPT_POINTS, seriesKey } from './read-view.ts';
import { shown } from './view-store.ts';

const WIDTH = 300;
const HEIGHT = 90;

/** Lines over the last minutes, the newest point at the right. They are told apart by their dashes, too. */
export function Series({ piece: { title, unit, series } }: { readonly piece: ViewSeries }): JSX.Element {
  const lines = series.map(({ name, isCounter = false }) => ({
    name,
    isCounter,
    points: shown.value.points.get(seriesKey(title, name)) ?? [],
  }));
  const most = Math.max(1, ...lines.flatMap(({ points }) => points));
  const kept = Math.max(60, ...lines.map(({ points }) => points.length));
  return (
    <>
      <svg class="lines" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="grid" d={`M0 1H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - 1}H${WIDTH}`} />
        {lines.map(({ name, points }, i) => (
          <polyline key={name} class={`line line-${i}`} points={placed(points, most, kept)} />
        ))}
      </svg>
      <ul class="legend">
        {lines.map(({ name, points, isCounter }, i) => (
          <li key={name}>
            <svg width="24" height="8" aria-hidden="true">
              <path class={`line line-${i}`} d="M0 4H24" />
            </svg>
            {name} <b>{pointText(points.at(-1) ?? 0, unit, isCounter)}</b>
          </li>
        ))}
        <li class="muted small">
          last {Math.min(KEPT_POINTS, kept)} s, up to {pointText(most, unit, lines[0]?.isCounter ?? false)}
        </li>
      </ul>
    </>
  );
}

const placed = (points: readonly number[], most: number, kept: number): string =>
  points
    .map((point, i) => {
      const x = ((kept - points.length + i) * WIDTH) / (kept - 1);
      return `${x.toFixed(1)},${(HEIGHT - 1 - (point / most) * (HEIGHT - 2)).toFixed(1)}`;
    })
    .join(' ');
