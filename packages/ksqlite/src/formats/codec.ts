import type { ByteWriter } from '../log/bytes/byte-writer.ts';
import type { RecordBytes } from '../log/topics/log-record.ts';
import type { TopicSchemas } from '../schemas/schema-lookup.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

export interface Column {
  readonly name: string;
  readonly type: SqlType;
}

/** Bytes that a format can't read as the declared columns: ksqlDB logs the record and skips it. */
export class DeserializationError extends Error {
  override readonly name = 'DeserializationError';
}

/** A row that a format can't write: ksqlDB logs it. */
export class SerializationError extends Error {
  override readonly name = 'SerializationError';
}

/** Reads and writes some columns (a record's key, or its value) in one format. */
export interface Codec {
  /**
   * One value a column; null where the bytes are null (or say null).
   *
   * @throws DeserializationError; SchemaNotLoadedError, of formats whose records name their schema
   */
  decode(bytes: RecordBytes): SqlValue[] | null;
  /** `row[first]` is the first of this codec's columns. */
  encode(row: readonly SqlValue[], first: number): RecordBytes;
  /** Whether `encode` may throw SerializationError. */
  readonly canFail?: boolean;
  /** Writes the bytes of `encode` straight to where they go. Only of codecs whose rows are text, never null. */
  readonly encodeInto?: (writer: ByteWriter, row: readonly SqlValue[], first: number) => void;
  /** Whether `decode` gives back the very row that `encode` was given. Without it: always, where `encode` gives bytes. */
  readonly survives?: (row: readonly SqlValue[], first: number) => boolean;
}

export interface Format {
  /** as in VALUE_FORMAT='JSON' */
  readonly name: string;
  /** Of a single value column: whether it is always an object of one field, or never; undefined: WRAP_SINGLE_VALUE says which. */
  readonly wrapsSingles?: 'always' | 'never';
  /** Why these columns can't be in this format; undefined when they can. */
  refuse(columns: readonly Column[], role: 'key' | 'value'): string | undefined;
  codec(columns: readonly Column[], options: FormatOptions): Codec;
}

export interface FormatOptions {
  readonly role: 'key' | 'value';
  /** WRAP_SINGLE_VALUE: whether a single column is an object of one field (JSON values: yes by default; keys never). */
  readonly wrapSingle: boolean;
  /** VALUE_DELIMITER of DELIMITED. */
  readonly delimiter: string;
  /** KEY_SCHEMA_FULL_NAME, VALUE_SCHEMA_FULL_NAME (VALUE_AVRO_SCHEMA_FULL_NAME is an older name): of the record, or the message. */
  readonly fullName?: string | undefined;
  /** KEY_ and VALUE_PROTOBUF_NULLABLE_REPRESENTATION. */
  readonly nullable?: 'OPTIONAL' | 'WRAPPER' | undefined;
  /** Of formats whose records name their schema; undefined: they can't be read, nor written. */
  readonly schemas?: TopicSchemas | undefined;
}
