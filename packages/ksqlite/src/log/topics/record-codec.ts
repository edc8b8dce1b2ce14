import { type ByteReader, byteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { type LogRecord, logRecord, NO_HEADERS, type RecordBytes, type RecordHeader } from './log-record.ts';

const NULL = 0;
const TEXT = 1;
const BYTES = 2;

/** Stands for the length of a header's value that is null. */
const NULL_HEADER = 0xffff_ffff;

/** Appends one record's encoding: its offset is not written, a batch's records count up from its base. */
export function writeRecord(writer: ByteWriter, record: LogRecord): void {
  writer.f64(record.timestamp);
  writeBytes(writer, record.key);
  writeBytes(writer, record.value);
  writer.u32(record.headers.length);
  for (const header of record.headers) {
    writer.string(header.key);
    if (header.value === null) writer.u32(NULL_HEADER);
    else writer.bytes(header.value);
  }
}

/** Writes a record's value straight to where it goes. */
export interface RowEncoder<Row> {
  readonly encodeInto: (writer: ByteWriter, row: Row, first: number) => void;
}

/**
 * Appends the encoding of a record without headers, its value as it is made of a row.
 *
 * @returns where the value begins
 */
export function writeRow<Row>(
  writer: ByteWriter,
  timestamp: number,
  key: RecordBytes,
  { encodeInto }: RowEncoder<Row>,
  row: Row,
  first: number,
): number {
  const start = writer.length();
  writer.f64(timestamp);
  writeBytes(writer, key);
  const valueAt = writer.length();
  writer.u8(TEXT);
  writer.u32(0);
  try {
    encodeInto(writer, row, first);
  } catch (error) {
    writer.truncate(start);
    throw error;
  }
  writer.patchU32(valueAt + 1, writer.length() - valueAt - 5);
  writer.u32(0);
  return valueAt;
}

/** A value that was written at a place, as text where it is text. */
export const readValue = (bytes: Buffer, position: number): RecordBytes =>
  readText(byteReader(bytes, position));

/** Decodes `count` records from `position` on; the first has `offset`. Throws RangeError when the bytes end too early. */
export const readRecords = (bytes: Buffer, position: number, offset: number, count: number): LogRecord[] =>
  decodeRecords(bytes, position, offset, count, readText);

/** As `readRecords`, with keys and values as bytes, copied: for consumers outside the engine. */
export const readRawRecords = (bytes: Buffer, position: number, offset: number, count: number): LogRecord[] =>
  decodeRecords(bytes, position, offset, count, readCopy);

function decodeRecords(
  bytes: Buffer,
  position: number,
  offset: number,
  count: number,
  read: (reader: ByteReader) => RecordBytes,
): LogRecord[] {
  const reader = byteReader(bytes, position);
  const records: LogRecord[] = [];
  for (let i = 0; i < count; i++) {
    const timestamp = reader.f64();
    const key = read(reader);
    const value = read(reader);
    records.push(logRecord(offset + i, timestamp, key, value, readHeaders(reader)));
  }
  return records;
}

/** Where the record `count` records behind the one at `position` begins. */
export function skipRecords(bytes: Buffer, position: number, count: number): number {
  let at = position;
  for (let i = 0; i < count; i++) {
    at = skipBytes(bytes, skipBytes(bytes, at + 8));
    const headers = bytes.readUInt32LE(at);
    at += 4;
    for (let header = 0; header < headers; header++) {
      at += 4 + bytes.readUInt32LE(at);
      const length = bytes.readUInt32LE(at);
      at += length === NULL_HEADER ? 4 : 4 + length;
    }
  }
  return at;
}

const skipBytes = (bytes: Buffer, at: number): number =>
  bytes[at] === NULL ? at + 1 : at + 5 + bytes.readUInt32LE(at + 1);

function writeBytes(writer: ByteWriter, bytes: RecordBytes): void {
  if (bytes === null) {
    writer.u8(NULL);
  } else if (typeof bytes === 'string') {
    writer.u8(TEXT);
    writer.string(bytes);
  } else {
    writer.u8(BYTES);
    writer.bytes(bytes);
  }
}

function readText(reader: ByteReader): RecordBytes {
  const tag = reader.u8();
  if (tag === NULL) return null;
  // a copy: a view would keep the whole batch's memory alive for as long as one record of it is held
  return tag === TEXT ? reader.string() : Buffer.from(reader.bytes());
}

const readCopy = (reader: ByteReader): Buffer | null =>
  reader.u8() === NULL ? null : Buffer.from(reader.bytes());

function readHeaders(reader: ByteReader): readonly RecordHeader[] {
  const count = reader.u32();
  if (count === 0) return NO_HEADERS;
  return Array.from({ length: count }, () => ({ key: reader.string(), value: readHeaderValue(reader) }));
}

function readHeaderValue(reader: ByteReader): Buffer | null {
  const length = reader.u32();
  return length === NULL_HEADER ? null : Buffer.from(reader.raw(length));
}
