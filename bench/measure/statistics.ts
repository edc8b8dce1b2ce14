/** The middle one, or the mean of the two in the middle. Throws RangeError on no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError('the median of no values');
  return (lower + upper) / 2;
}

/** Smallest and largest. */
export type Spread = readonly [number, number];

export const spread = (values: readonly number[]): Spread => [Math.min(...values), Math.max(...values)];
