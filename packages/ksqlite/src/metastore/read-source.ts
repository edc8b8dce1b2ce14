import { DeserializationError } from '../formats/codec.ts';
import { decodeWindowedKey } from '../formats/kafka/windowed-key.ts';
import { asBuffer, type LogRecord, type RecordHeader } from '../log/topics/log-record.ts';
import { type StreamRecord, streamRecord, type WindowBounds } from '../runtime/stream-record.ts';
import { SchemaNotLoadedError } from '../schemas/schema-lookup.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { headerValue } from './header-value.ts';
import { rowTime } from './row-time.ts';
import { type Layout, layoutOf } from './same-layout.ts';
import type { HeaderColumn, Source } from './source.ts';

/** Why a record can't be read as a row. */
export interface Unreadable {
  readonly unreadable: string;
  /** Which part of it: `time` is what the TIMESTAMP column says. */
  readonly part: 'key' | 'value' | 'time';
}

/** The record's schema is asked for: it is to be read again later. Only of registries in other processes. */
export const NOT_YET: Unreadable = { unreadable: 'its schema is not loaded yet', part: 'value' };

/**
 * Reads a topic's record as a row of the source; the result is kept with the record, so that several statements over
 * one source parse once. Gives the reason when ksqlDB would skip the record.
 */
export function readSource(source: Source, record: LogRecord, partition: number): StreamRecord | Unreadable {
  if (record.decodedBy === source) return record.decoded as StreamRecord | Unreadable;
  if (record.isOriginal) {
    const layout = layoutOf(record.decodedBy as Source, source);
    if (layout !== undefined) return rearrange(record.decoded as StreamRecord, layout);
  }
  const result = decode(source, record, partition);
  if (result === NOT_YET) return result;
  record.decodedBy = source;
  record.decoded = result;
  record.isOriginal = false;
  return result;
}

/** The record under the columns of another source. */
function rearrange({ ts, partition, offset, row, headers }: StreamRecord, layout: Layout): StreamRecord {
  const columns = new Array<SqlValue>(layout.length);
  for (let i = 0; i < layout.length; i++) columns[i] = row[layout[i] as number] ?? null;
  return streamRecord(ts, partition, offset, columns, false, undefined, headers);
}

/** Reads again a record that was read before; so it is readable. */
export function readAgain(source: Source, record: LogRecord, partition: number): StreamRecord {
  const read = readSource(source, record, partition);
  return isUnreadable(read) ? streamRecord(record.timestamp, partition, record.offset, [], true) : read;
}

export const isUnreadable = (result: StreamRecord | Unreadable): result is Unreadable =>
  'unreadable' in result;

function decode(source: Source, record: LogRecord, partition: number): StreamRecord | Unreadable {
  let part: Unreadable['part'] = 'key';
  try {
    let window: WindowBounds | undefined;
    let keyBytes = record.key;
    if (source.window !== undefined && keyBytes !== null) {
      const windowed = decodeWindowedKey(
        asBuffer(keyBytes) ?? Buffer.alloc(0),
        source.window.type,
        source.window.sizeMs ?? 0,
      );
      window = windowed.window;
      keyBytes = windowed.key;
    }
    const keys = source.keyCodec.decode(keyBytes);
    part = 'value';
    const values = source.valueCodec.decode(record.value);
    // seen on ksqlDB: bytes that say null are no deletion, the record is passed over
    if (values === null && record.value !== null)
      return { unreadable: 'the value is null, written out', part };
    const row = rowOf(keys, source.keys.length, values, source.values.length, source.headers, record.headers);
    part = 'time';
    const ts = source.timestampColumn === undefined ? record.timestamp : timestampOf(source, row);
    return streamRecord(ts, partition, record.offset, row, values === null, window, record.headers);
  } catch (error) {
    if (error instanceof DeserializationError || error instanceof RangeError)
      return { unreadable: error.message, part };
    if (error instanceof SchemaNotLoadedError) return NOT_YET;
    throw error;
  }
}

/** The columns of a key, of a value and of headers as one row; null: all of them are. */
function rowOf(
  keys: readonly SqlValue[] | null,
  keyCount: number,
  values: readonly SqlValue[] | null,
  valueCount: number,
  headerColumns: readonly HeaderColumn[],
  headers: readonly RecordHeader[],
): SqlValue[] {
  const headersAt = keyCount + valueCount;
  const row = new Array<SqlValue>(headersAt + headerColumns.length);
  for (let i = 0; i < keyCount; i++) row[i] = keys === null ? null : (keys[i] as SqlValue);
  for (let i = 0; i < valueCount; i++) row[keyCount + i] = values === null ? null : (values[i] as SqlValue);
  for (let i = 0; i < headerColumns.length; i++)
    row[headersAt + i] = headerValue((headerColumns[i] as HeaderColumn).header, headers);
  return row;
}

function timestampOf(source: Source, row: readonly SqlValue[]): number {
  const ts = rowTime(source, row);
  if (!(ts >= 0)) throw new DeserializationError('the TIMESTAMP column holds no time');
  return ts;
}
