export interface Sample {
  readonly minutes: number;
  readonly megabytes: number;
}

/**
 * How much a series grows over its last third, by a line fitted to it: a share of its mean there. The line's state fills
 * for the 30 minutes of its windows' retention, and garbage comes in waves: neither is growth.
 */
export function growthAtTheEnd(samples: readonly Sample[]): number {
  const end = samples.at(-1)?.minutes ?? 0;
  const last = samples.filter(({ minutes }) => minutes >= (end * 2) / 3);
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const x = mean(last.map(({ minutes }) => minutes));
  const y = mean(last.map(({ megabytes }) => megabytes));
  const spread = last.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0);
  const along = last.reduce((sum, { minutes, megabytes }) => sum + (minutes - x) * (megabytes - y), 0);
  return spread === 0 || y === 0 ? 0 : ((along / spread) * (end / 3)) / y;
}
