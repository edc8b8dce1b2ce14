/** The smallest value that a share `q` of all stays at or below (nearest rank), for each `q`; NaN of none. */
export function quantilesOf(values: readonly number[], shares: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((q) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN);
}
