import type { Row } from '../types/sql-value.ts';
import type { Source } from './source.ts';

/** What the TIMESTAMP column says, ms since the epoch; NaN when it says no time. */
export function rowTime(source: Source, row: Row): number {
  const value = row[source.timestampColumn ?? -1] ?? null;
  if (value === null) return Number.NaN;
  return typeof value === 'string' ? (source.readTimestamp?.(value) ?? Number.NaN) : Number(value);
}
