/** The schemas of Debezium's records: field by field as its 3.6 writes them. */
import type { DataSchema, PrimitiveKind, SchemaField } from '../../data.ts';

const field = (name: string, type: PrimitiveKind, optional = false): SchemaField => ({
  field: name,
  schema: optional ? { type, optional } : { type },
});
const struct = (
  name: string,
  version: number,
  fields: readonly SchemaField[],
  optional = false,
): DataSchema => ({
  type: 'struct',
  name,
  version,
  fields,
  ...(optional ? { optional } : {}),
});

/** `source`: where a change comes from. */
const SOURCE = struct('io.debezium.connector.postgresql.Source', 1, [
  field('version', 'string'),
  field('connector', 'string'),
  field('name', 'string'),
  field('ts_ms', 'int64'),
  {
    field: 'snapshot',
    schema: {
      type: 'string',
      optional: true,
      name: 'io.debezium.data.Enum',
      version: 1,
      parameters: {
        allowed: 'true,first,first_in_data_collection,last_in_data_collection,last,false,incremental',
      },
      default: 'false',
    },
  },
  field('db', 'string'),
  field('sequence', 'string', true),
  field('ts_us', 'int64', true),
  field('ts_ns', 'int64', true),
  field('schema', 'string'),
  field('table', 'string'),
  field('txId', 'int64', true),
  field('lsn', 'int64', true),
  field('xmin', 'int64', true),
  field('origin', 'string', true),
  field('origin_lsn', 'int64', true),
]);

/** Always null here: `provide.transaction.metadata` is not done. */
const TRANSACTION = struct(
  'event.block',
  1,
  [field('id', 'string'), field('total_order', 'int64'), field('data_collection_order', 'int64')],
  true,
);

export const envelopeSchema = (topic: string, row: DataSchema): DataSchema =>
  struct(`${topic}.Envelope`, 2, [
    { field: 'before', schema: { ...row, optional: true } },
    { field: 'after', schema: { ...row, optional: true } },
    { field: 'source', schema: SOURCE },
    { field: 'transaction', schema: TRANSACTION },
    field('op', 'string'),
    field('ts_ms', 'int64', true),
    field('ts_us', 'int64', true),
    field('ts_ns', 'int64', true),
  ]);

export const MESSAGE_KEY = struct('io.debezium.connector.postgresql.MessageKey', 1, [
  field('prefix', 'string', true),
]);
export const MESSAGE_VALUE = struct('io.debezium.connector.postgresql.MessageValue', 1, [
  field('op', 'string'),
  field('ts_ms', 'int64', true),
  { field: 'source', schema: SOURCE },
  { field: 'transaction', schema: TRANSACTION },
  {
    field: 'message',
    schema: struct('io.debezium.connector.postgresql.Message', 1, [
      field('prefix', 'string', true),
      field('content', 'bytes', true),
    ]),
  },
]);

export const HEARTBEAT_KEY = struct('io.debezium.connector.common.ServerNameKey', 1, [
  field('serverName', 'string'),
]);
export const HEARTBEAT_VALUE = struct('io.debezium.connector.common.Heartbeat', 1, [field('ts_ms', 'int64')]);
