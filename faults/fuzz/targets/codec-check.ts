import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import type { RecordBytes, SqlValue } from 'ksqlite/internals';
import { type Codec, DeserializationError } from 'ksqlite/internals';
import { holds } from '../fuzz-target.ts';

type Read = SqlValue[] | null | { readonly refused: string };

export function readWith(codec: Codec, bytes: RecordBytes): Read {
  try {
    return codec.decode(bytes);
  } catch (error) {
    if (error instanceof DeserializationError) return { refused: error.message };
    throw error;
  }
}

/**
 * Bytes are a row, or refused with one line: the same row however often they are read, as text or as bytes, after a
 * sample or before; and what the row is written as reads as the row.
 */
export function checkCodec(newCodec: () => Codec, bytes: Buffer, sample?: Buffer): void {
  const codec = newCodec();
  const read = readWith(codec, bytes);
  if (sample !== undefined) {
    const taught = newCodec();
    readWith(taught, sample);
    holds(isDeepStrictEqual(readWith(taught, bytes), read), () => 'read otherwise after another record');
  }
  const again = readWith(codec, bytes);
  holds(isDeepStrictEqual(again, read), () => 'read differently the second time');
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    // a text is what is behind the mark, bytes have it
    if (!text.startsWith('\ufeff'))
      holds(isDeepStrictEqual(readWith(newCodec(), text), read), () => 'text reads otherwise than its bytes');
  }
  if (read === null) return;
  if ('refused' in read) {
    holds(read.refused.length > 0 && read.refused.length < 2_000, () => 'no reason, or an endless one');
    return;
  }
  const written = codec.encode(read, 0);
  const stored = typeof written === 'string' ? Buffer.from(written, 'utf8') : written;
  const back = stored === null ? null : readWith(newCodec(), stored);
  const wanted = stored === null ? null : read;
  holds(isDeepStrictEqual(plain(back), plain(wanted)), () => 'what is written reads otherwise');
}

/** Without what formats have no sign for: -0 in JSON, no bytes in DELIMITED. */
function plain(value: unknown): unknown {
  if (value === 0) return 0;
  if (Buffer.isBuffer(value) && value.length === 0) return null;
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Map ? new Map([...value].map(([key, item]) => [key, plain(item)])) : value;
}
