import type { SqlValue } from '../types/sql-value.ts';

/** A value that is equal for equal keys under `Map`: the value itself for scalars, a text for what JS compares by identity. */
export type MapKey = string | number | bigint | boolean;

export function mapKey(value: SqlValue): MapKey | null {
  if (value === null || typeof value !== 'object') return value;
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Map ? [...part.entries()] : typeof part === 'bigint' ? `${part}n` : part,
  );
}
