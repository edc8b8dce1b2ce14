import type { JSX } from 'preact';
import type { ViewLevel } from '../../api/answers.ts';

/** How much of a whole, as a bar: the figures beside it say the same. */
export const Meter = ({
  share,
  level = 'plain',
}: {
  readonly share: number;
  readonly level?: ViewLevel | undefined;
}): JSX.Element => (
  <svg class={`meter ${level}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="whole" width="100" height="6" />
    <rect
      class="part"
      width={100 * Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0))}
      height="6"
    />
  </svg>
);
