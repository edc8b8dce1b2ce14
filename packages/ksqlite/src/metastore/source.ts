import type { Codec, Column } from '../formats/codec.ts';
import type { RecordBytes } from '../log/topics/log-record.ts';
import type { RegisteredSchema } from '../schemas/schema-registry.ts';
import type { SourceKind } from '../sql/ast/statement.ts';

export type WindowType = 'SESSION' | 'TUMBLING' | 'HOPPING';

/** How the key of a windowed topic is read: which window, and its size where the key doesn't hold the end. */
export interface WindowInfo {
  readonly type: WindowType;
  /** ms; undefined for sessions */
  readonly sizeMs: number | undefined;
}

/** A column that a record's headers give: it is read, and never written. */
export interface HeaderColumn extends Column {
  /** The last header of this name; undefined: all headers. */
  readonly header: string | undefined;
}

/** What WITH says of the schemas of a key or a value. */
export interface SchemaProperties {
  /** KEY_SCHEMA_ID, VALUE_SCHEMA_ID */
  readonly schemaId: number | undefined;
  readonly fullName: string | undefined;
  readonly nullable: 'OPTIONAL' | 'WRAPPER' | undefined;
}

/** Of a source with a format whose records name their schema, or for which something is said of messages. */
export interface SourceSchemas {
  readonly key: SchemaProperties;
  readonly value: SchemaProperties;
  /** What its records are written with. */
  readonly writers: readonly RegisteredSchema[];
}

/**
 * A stream or a table: columns over a topic. A row is its key columns, its value columns, then its header columns
 * (differs: header-columns-last).
 */
export interface Source {
  readonly kind: SourceKind;
  readonly name: string;
  readonly topic: string;
  readonly partitions: number;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly headers: readonly HeaderColumn[];
  /** Also of a stream without key columns: what is made of it inherits it. */
  readonly keyFormat: string;
  readonly valueFormat: string;
  /** of DELIMITED data */
  readonly delimiters: { readonly key: string; readonly value: string };
  /** WRAP_SINGLE_VALUE: a single value column is an object of one field. */
  readonly wrapsSingle: boolean;
  /** undefined: its records name no schemas */
  readonly schemas?: SourceSchemas | undefined;
  readonly keyCodec: Codec;
  /** The bytes of a key whose columns are all null, where `keyCodec` writes no key for them. */
  readonly keyOfNulls?: RecordBytes;
  readonly valueCodec: Codec;
  readonly window: WindowInfo | undefined;
  /** WITH (TIMESTAMP='col'): the row's column that holds the record's time; undefined: the record's own. */
  readonly timestampColumn: number | undefined;
  /** Reads that column where it is a text; NaN: no time. */
  readonly readTimestamp: ((text: string) => number) | undefined;
  /** CREATE SOURCE …: INSERT is refused. */
  readonly readOnly: boolean;
  /** Made by CREATE … AS SELECT. */
  readonly ofQuery: boolean;
  /** The statement that made it. */
  readonly sql: string;
}

/** The columns of a row. */
export const columnsOf = (source: Source): readonly Column[] => [
  ...source.keys,
  ...source.values,
  ...source.headers,
];

/** The columns that an INSERT can give. */
export const writtenColumns = (source: Source): readonly Column[] => [...source.keys, ...source.values];
