import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import { type StreamRecord, streamRecord, type WindowBounds } from '../../runtime/stream-record.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { Row } from '../../types/sql-value.ts';
import { rowCodec } from './row-codec.ts';

type Headers = StreamRecord['headers'];

/** Records on their way through a statement's operators, for a changelog. */
export interface RecordCodec {
  write(writer: ByteWriter, record: StreamRecord): void;
  read(reader: ByteReader): StreamRecord;
}

/** @param joined of each part of a joined record */
export function recordCodec(types: readonly SqlType[], joined: readonly RecordCodec[] = []): RecordCodec {
  const rows = rowCodec(types);
  return {
    write: (writer, record) => {
      writer.f64(record.ts);
      writer.u32(record.partition);
      writer.f64(record.offset);
      writer.u8(record.tombstone ? 1 : 0);
      writeWindow(writer, record.window);
      writeHeaders(writer, record.headers);
      writer.string(rows.encode(record.row));
      joined.forEach((part, i) => {
        const own = record.inputs[i] ?? null;
        writer.u8(own === null ? 0 : 1);
        if (own !== null) part.write(writer, own);
      });
    },
    read: (reader) => {
      const ts = reader.f64();
      const partition = reader.u32();
      const offset = reader.f64();
      const tombstone = reader.u8() === 1;
      const window = readWindow(reader);
      const headers = readHeaders(reader);
      const row = padded(rows.decode(reader.string()), types.length);
      const inputs = joined.map((part) => (reader.u8() === 0 ? null : part.read(reader)));
      return joined.length === 0
        ? streamRecord(ts, partition, offset, row, tombstone, window, headers)
        : streamRecord(ts, partition, offset, row, tombstone, window, headers, inputs);
    },
  };
}

/** A source may have got columns since the record was written. */
const padded = (row: Row, width: number): Row =>
  row.length >= width ? row : [...row, ...new Array<null>(width - row.length).fill(null)];

function writeWindow(writer: ByteWriter, window: WindowBounds | undefined): void {
  writer.u8(window === undefined ? 0 : 1);
  if (window === undefined) return;
  writer.f64(window.start);
  writer.f64(window.end);
}

function readWindow(reader: ByteReader): WindowBounds | undefined {
  return reader.u8() === 0 ? undefined : { start: reader.f64(), end: reader.f64() };
}

export function writeHeaders(writer: ByteWriter, headers: Headers): void {
  writer.u32(headers.length);
  for (const { key, value } of headers) {
    writer.string(key);
    writer.u8(value === null ? 0 : 1);
    if (value !== null) writer.bytes(value);
  }
}

/** Nothing of them refers to what was read. */
export function readHeaders(reader: ByteReader): Headers {
  return Array.from({ length: reader.u32() }, () => ({
    key: reader.string(),
    value: reader.u8() === 0 ? null : Buffer.from(reader.bytes()),
  }));
}
