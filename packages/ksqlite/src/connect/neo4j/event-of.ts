import type { DataSchema, DataValue } from '../data.ts';
import type { SinkRecord } from '../port.ts';
import type { Neo4jPackage } from './driver.ts';

/** A record as the parameter of a statement. */
export interface Event {
  readonly offset: bigint;
  readonly timestamp: unknown;
  readonly header: Readonly<Record<string, unknown>>;
  readonly key: unknown;
  readonly value: unknown;
}

/** Headers are texts; the timestamp is a DATETIME in UTC. */
export function eventOf({ types }: Pick<Neo4jPackage, 'types'>, { key, value, origin }: SinkRecord): Event {
  const at = new Date(origin.timestamp);
  return {
    offset: BigInt(origin.offset),
    timestamp: new types.DateTime(
      at.getUTCFullYear(),
      at.getUTCMonth() + 1,
      at.getUTCDate(),
      at.getUTCHours(),
      at.getUTCMinutes(),
      at.getUTCSeconds(),
      at.getUTCMilliseconds() * 1_000_000,
      0,
    ),
    header: Object.fromEntries(
      origin.headers.map((header) => [header.key, header.value?.toString('utf8') ?? null]),
    ),
    key: key === null ? null : parameterOf(key.schema, key.value),
    value: value === null ? null : parameterOf(value.schema, value.value),
  };
}

const FLOATS = new Set(['float32', 'float64']);

/**
 * A value as the driver takes it: whole numbers as bigint, which are INTEGER there, others as FLOAT. Without a schema a number is whole where
 * it has no fraction, as JSON of Kafka Connect has it; but 1.0 is told from 1 there, and not here.
 */
export function parameterOf(schema: DataSchema | undefined, value: DataValue): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !FLOATS.has(schema?.type ?? '') ? BigInt(value) : value;
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return new Int8Array(value.buffer, value.byteOffset, value.byteLength);
  if (isList(value)) {
    const items = schema?.type === 'array' ? schema.items : undefined;
    return value.map((item) => parameterOf(items, item));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, parameterOf(schemaOfField(schema, name), field)]),
  );
}

function schemaOfField(schema: DataSchema | undefined, name: string): DataSchema | undefined {
  if (schema?.type === 'map') return schema.values;
  return schema?.type === 'struct' ? schema.fields.find(({ field }) => field === name)?.schema : undefined;
}

const isList = (value: object): value is readonly DataValue[] => Array.isArray(value);
