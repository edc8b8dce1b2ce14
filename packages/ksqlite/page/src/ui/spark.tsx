import type { JSX } from 'preact';

/** A line of the last minute; the figure beside it says what it is. */
export function Spark({
  values,
  width = 72,
  height = 22,
}: {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}): JSX.Element {
  const most = Math.max(1, ...values);
  const step = width / 59;
  const from = width - (values.length - 1) * step;
  const points = values.map(
    (value, i) =>
      `${(from + i * step).toFixed(1)},${(height - 1 - (value / most) * (height - 3)).toFixed(1)}`,
  );
  return (
    <svg class="spark" width={width} height={height} aria-hidden="true">
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linejoin="round"
      />
    </svg>
  );
}
