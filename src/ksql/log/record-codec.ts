import { type ByteReader, byteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { type LogRecord, logRecord, NO_HEADERS, type RecordBytes, type RecordHeader } from './log-record.ts';

const NULL = 0;
const TEXT = 1;
const BYTES = 2;

/** Appends one record's encoding: its offset is not written, a batch's records count up from its base. */
export function writeRecord(writer: ByteWriter, record: LogRecord): void {
  writer.f64(record.timestamp);
  writeBytes(writer, record.key);
  writeBytes(writer, record.value);
  writer.u32(record.headers.length);
  for (const header of record.headers) {
    writer.string(header.key);
    writer.bytes(header.value);
  }
}

/** Decodes a batch of `count` records. Throws RangeError when the bytes end too early. */
export function readRecords(bytes: Buffer, baseOffset: number, count: number): LogRecord[] {
  const reader = byteReader(bytes);
  const records: LogRecord[] = [];
  for (let i = 0; i < count; i++) {
    const timestamp = reader.f64();
    const key = readBytes(reader);
    const value = readBytes(reader);
    records.push(logRecord(baseOffset + i, timestamp, key, value, readHeaders(reader)));
  }
  return records;
}

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

function readBytes(reader: ByteReader): RecordBytes {
  const tag = reader.u8();
  if (tag === NULL) return null;
  // a copy: a view would keep the whole batch's memory alive for as long as one record of it is held
  return tag === TEXT ? reader.string() : Buffer.from(reader.bytes());
}

function readHeaders(reader: ByteReader): readonly RecordHeader[] {
  const count = reader.u32();
  if (count === 0) return NO_HEADERS;
  return Array.from({ length: count }, () => ({ key: reader.string(), value: Buffer.from(reader.bytes()) }));
}
