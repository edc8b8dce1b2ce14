const UNITS: readonly (readonly [string, number])[] = [
  ['DAYS', 86_400_000],
  ['HOURS', 3_600_000],
  ['MINUTES', 60_000],
  ['SECONDS', 1_000],
];

/** In the largest unit that holds it exactly: `90 MINUTES`. The plural is right for ksqlDB, also with 1. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0 SECONDS';
  const unit = UNITS.find(([, size]) => ms % size === 0);
  return unit === undefined ? `${ms} MILLISECONDS` : `${ms / unit[1]} ${unit[0]}`;
}
