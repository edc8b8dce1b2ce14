import { DeserializationError } from '../codec.ts';
import { readLong, writeLong } from './long-bytes.ts';

export type WindowType = 'SESSION' | 'TUMBLING' | 'HOPPING';

/** ms since the epoch; `end` is exclusive, but for a SESSION, whose end is its last record's time. */
export interface WindowBounds {
  readonly start: number;
  readonly end: number;
}

const TIME_BYTES = 8;

/**
 * A windowed key on a topic, as Kafka Streams writes it: the key's bytes, then the window's start (`WindowKeySchema.
 * toBinary`) or, for sessions, whose length varies, its end and its start (`SessionKeySchema.toBinary`).
 */
export function encodeWindowedKey(key: Buffer, window: WindowBounds, type: WindowType): Buffer {
  const suffix = suffixOf(type);
  const bytes = Buffer.allocUnsafe(key.length + suffix);
  key.copy(bytes, 0);
  if (type === 'SESSION') writeLong(bytes, window.end, key.length);
  writeLong(bytes, window.start, bytes.length - TIME_BYTES);
  return bytes;
}

/** `sizeMs` gives the end of a time window, which is not in the bytes; sessions don't need it. */
export function decodeWindowedKey(
  bytes: Buffer,
  type: WindowType,
  sizeMs: number,
): { key: Buffer; window: WindowBounds } {
  const keyLength = bytes.length - suffixOf(type);
  if (keyLength < 0) throw new DeserializationError('A windowed key is too short to hold its window');
  const start = readLong(bytes, bytes.length - TIME_BYTES);
  const end = type === 'SESSION' ? readLong(bytes, keyLength) : Number(start) + sizeMs;
  // As in the constructors of Kafka Streams' Window; that times are safe numbers is ours.
  if (!isTime(start) || !isTime(end) || end < start) throw new DeserializationError('Not a window');
  return { key: bytes.subarray(0, keyLength), window: { start, end } };
}

const suffixOf = (type: WindowType): number => (type === 'SESSION' ? 2 * TIME_BYTES : TIME_BYTES);

const isTime = (value: number | bigint): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
