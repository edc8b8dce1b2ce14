import type { SqlType } from '../types/sql-type.ts';

export const PRIMITIVE_KINDS = [
  'int8',
  'int16',
  'int32',
  'int64',
  'float32',
  'float64',
  'boolean',
  'string',
  'bytes',
] as const;
export type PrimitiveKind = (typeof PRIMITIVE_KINDS)[number];

/** What Kafka Connect calls its types: ksqlDB knows schemas by these alone. */
export type ConnectKind = PrimitiveKind | 'array' | 'map' | 'struct';

/** What ksqlDB's messages call a SQL type: by the type that Connect has for it. */
export const CONNECT_KINDS: Readonly<Record<SqlType['kind'], ConnectKind>> = {
  BOOLEAN: 'boolean',
  INTEGER: 'int32',
  DATE: 'int32',
  TIME: 'int32',
  BIGINT: 'int64',
  TIMESTAMP: 'int64',
  DOUBLE: 'float64',
  STRING: 'string',
  BYTES: 'bytes',
  DECIMAL: 'bytes',
  ARRAY: 'array',
  MAP: 'map',
  STRUCT: 'struct',
};
