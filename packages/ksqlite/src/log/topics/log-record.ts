export interface RecordHeader {
  readonly key: string;
  /** Kafka allows null. */
  readonly value: Buffer | null;
}

/** What a record may hold: bytes, or text that stands for its UTF-8 bytes (and is kept as text while in memory). */
export type RecordBytes = Buffer | string | null;

/** A record of one partition. Immutable but for what a reader made of it, a cache that never outlives the record. */
export interface LogRecord {
  readonly offset: number;
  /** ms since the epoch */
  readonly timestamp: number;
  readonly key: RecordBytes;
  readonly value: RecordBytes;
  readonly headers: readonly RecordHeader[];
  /** So that it is parsed once for all who read it alike: who decoded it last, and the result. */
  decodedBy: object | undefined;
  decoded: unknown;
  /** `decoded` is what the record was written from: all of it, not just the columns that a reader declared. */
  isOriginal: boolean;
}

export const NO_HEADERS: readonly RecordHeader[] = Object.freeze([]);

export function logRecord(
  offset: number,
  timestamp: number,
  key: RecordBytes,
  value: RecordBytes,
  headers: readonly RecordHeader[] = NO_HEADERS,
): LogRecord {
  return {
    offset,
    timestamp,
    key,
    value,
    headers,
    decodedBy: undefined,
    decoded: undefined,
    isOriginal: false,
  };
}

/** A record of which the value was never in memory but as bytes on their way to disk: it is read back when asked for. */
class WrittenRecord implements LogRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: RecordBytes;
  readonly headers = NO_HEADERS;
  decodedBy: object | undefined = undefined;
  decoded: unknown = undefined;
  isOriginal = false;
  private readonly read: (offset: number, at: number) => RecordBytes;
  private readonly at: number;

  constructor(
    offset: number,
    timestamp: number,
    key: RecordBytes,
    read: (offset: number, at: number) => RecordBytes,
    at: number,
  ) {
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.read = read;
    this.at = at;
  }

  get value(): RecordBytes {
    return this.read(this.offset, this.at);
  }
}

/** @param read reads the value back, of an offset, from a place in its batch */
export const writtenRecord = (
  offset: number,
  timestamp: number,
  key: RecordBytes,
  read: (offset: number, at: number) => RecordBytes,
  at: number,
): LogRecord => new WrittenRecord(offset, timestamp, key, read, at);

export const asBuffer = (bytes: RecordBytes): Buffer | null =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
