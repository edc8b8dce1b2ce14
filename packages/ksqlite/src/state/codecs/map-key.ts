import type { Row, SqlValue } from '../../types/sql-value.ts';

/**
 * A value that is equal for equal keys under `===` and `Map`: itself for scalars, a text for what JS compares by identity. Keys
 * are equal where their bytes are (Kafka Streams): -0.0 is another one than 0.0.
 */
export type MapKey = string | number | bigint | boolean;

export function mapKey(value: SqlValue): MapKey | null {
  if (value === 0) return Object.is(value, -0) ? '-0' : value;
  if (value === null || typeof value !== 'object') return value;
  return JSON.stringify(value, keyPart);
}

function keyPart(_: string, part: unknown): unknown {
  switch (typeof part) {
    case 'bigint':
      return `${part}n`;
    case 'number':
      if (Object.is(part, -0)) return '-0';
      return Number.isFinite(part) ? part : String(part);
    default:
      return part instanceof Map ? [...part.entries()] : part;
  }
}

/** The key of a row of key columns: a single column's value by itself. */
export const rowKey = (row: Row): MapKey | null => mapKey(row.length === 1 ? (row[0] as SqlValue) : row);

/** A record's key is asked for several times in a row: by each join of a chain, for both of its sides. */
let lastText = '';
let lastHash = hashText('');

/** The key's hash, in 32 bits. Never stored beyond a format version. */
export function hashKey(key: MapKey): number {
  const text = typeof key === 'string' ? key : String(key);
  if (text !== lastText) {
    lastHash = hashText(text);
    lastText = text;
  }
  return lastHash;
}

/** FNV-1a over the key's UTF-16 units, mixed so that the low bits may choose a bucket. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) | 0;
}
