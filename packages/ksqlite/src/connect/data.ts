/**
 * A record's key or value as plain data, with its schema where the source knows one: Connect's data model
 * (org.apache.kafka.connect.data.Schema). Converters make bytes of it, and it of bytes.
 */
import type { PrimitiveKind } from '../formats/connect-kind.ts';

/** Of all schemas. `name` says what a value means beside its type, such as `io.debezium.time.ZonedTimestamp`. */
interface SchemaBase {
  readonly optional?: boolean;
  readonly name?: string;
  readonly version?: number;
  readonly doc?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly default?: DataValue;
}

export type { PrimitiveKind };

export type DataSchema =
  | (SchemaBase & { readonly type: PrimitiveKind })
  | (SchemaBase & { readonly type: 'struct'; readonly fields: readonly SchemaField[] })
  | (SchemaBase & { readonly type: 'array'; readonly items: DataSchema })
  | (SchemaBase & { readonly type: 'map'; readonly keys: DataSchema; readonly values: DataSchema });

export interface SchemaField {
  readonly field: string;
  readonly schema: DataSchema;
}

/**
 * A value: an int64 that no number holds exactly is a bigint, bytes are a Uint8Array, a struct, and a map whose keys are strings, is an
 * object.
 */
export type DataValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly DataValue[]
  | { readonly [field: string]: DataValue };

/** A value with its schema; without one a converter writes what the value itself says. */
export interface Data {
  readonly schema?: DataSchema;
  readonly value: DataValue;
}

/** What JSON holds: for offsets. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
