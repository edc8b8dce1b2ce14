/** SQL types and values as Connect's data: what ksqlDB's own AVRO format gives to Connect (`ConnectSchemas`, `ConnectDataTranslator`). */
import type { Big } from 'big.js';
import type { DataSchema, DataValue } from '../../connect/index.ts';
import { decimalBytes } from '../../formats/avro/writing/write-decimal.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

export interface SqlData {
  readonly schema: DataSchema;
  readonly of: (value: SqlValue) => DataValue;
}

const CONNECT = 'org.apache.kafka.connect.data.';
const asItIs = (value: SqlValue): DataValue => value as DataValue;

export function sqlData(type: SqlType): SqlData {
  const { schema, of } = notNull(type);
  return { schema: { ...schema, optional: true }, of: (value) => (value === null ? null : of(value)) };
}

function notNull(type: SqlType): SqlData {
  switch (type.kind) {
    case 'ARRAY': {
      const element = sqlData(type.element);
      return {
        schema: { type: 'array', items: element.schema },
        of: (value) => (value as readonly SqlValue[]).map(element.of),
      };
    }
    case 'MAP': {
      const value = sqlData(type.value);
      return {
        schema: { type: 'map', keys: { type: 'string' }, values: value.schema },
        of: (map) =>
          Object.fromEntries(
            Array.from(map as ReadonlyMap<string, SqlValue>, ([key, one]) => [key, value.of(one)]),
          ),
      };
    }
    case 'STRUCT':
      return structData(type.fields);
    case 'DECIMAL': {
      const parameters = { scale: String(type.scale), 'connect.decimal.precision': String(type.precision) };
      return {
        schema: { type: 'bytes', name: `${CONNECT}Decimal`, version: 1, parameters },
        of: (value) => decimalBytes(value as Big, type.scale),
      };
    }
    default:
      return { schema: SCALARS[type.kind], of: asItIs };
  }
}

/** Columns, or the fields of a STRUCT. */
export function structData(fields: readonly { readonly name: string; readonly type: SqlType }[]): SqlData {
  const parts = fields.map(({ name, type }) => ({ name, ...sqlData(type) }));
  return {
    schema: { type: 'struct', fields: parts.map(({ name, schema }) => ({ field: name, schema })) },
    of: (row) =>
      Object.fromEntries(parts.map(({ name, of }, i) => [name, of((row as readonly SqlValue[])[i] ?? null)])),
  };
}

const SCALARS: Readonly<
  Record<Exclude<SqlType['kind'], 'ARRAY' | 'MAP' | 'STRUCT' | 'DECIMAL'>, DataSchema>
> = {
  BOOLEAN: { type: 'boolean' },
  INTEGER: { type: 'int32' },
  BIGINT: { type: 'int64' },
  DOUBLE: { type: 'float64' },
  STRING: { type: 'string' },
  BYTES: { type: 'bytes' },
  DATE: { type: 'int32', name: `${CONNECT}Date`, version: 1 },
  TIME: { type: 'int32', name: `${CONNECT}Time`, version: 1 },
  TIMESTAMP: { type: 'int64', name: `${CONNECT}Timestamp`, version: 1 },
};
