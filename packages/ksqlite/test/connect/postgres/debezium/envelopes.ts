/** Records of Debezium's and of ours in one form, without what differs from run to run. */
import type { Data, DataSchema, DataValue } from '../../../../src/connect/data.ts';
import type { SourceRecord } from '../../../../src/connect/port.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** A record of a topic, as JsonConverter writes it with its schemas. */
export interface WrittenRecord {
  readonly topic: string;
  readonly key: { readonly schema: JsonObject; readonly payload: Json } | null;
  readonly value: { readonly schema: JsonObject; readonly payload: JsonObject } | null;
  readonly headers: JsonObject;
}

/** What is compared, and kept as what Debezium wrote. */
export interface Envelopes {
  /** Of keys and rows; records name them by their places. */
  readonly schemas: readonly Json[];
  readonly records: readonly JsonObject[];
}

/** Ends a step: a message that both write to a topic. */
export const STEP = 'end of step';

/** What is left out: places, times and numbers of transactions. */
const VARIES = ['ts_ms', 'ts_us', 'ts_ns', 'lsn', 'txId'];
/** Of all envelopes the same; of the first of a run they are compared whole. */
const SHARED = ['source', 'transaction'];

export function envelopesOf(written: readonly WrittenRecord[]): Envelopes {
  const schemas: Json[] = [];
  const known = new Map<string, number>();
  const schemaOf = (schema: Json): number => {
    const text = JSON.stringify(schema);
    const at = known.get(text) ?? schemas.push(schema) - 1;
    known.set(text, at);
    return at;
  };
  let shared = true;
  const records = written
    .filter(({ value }) => !JSON.stringify(value?.payload ?? '').includes(STEP))
    .map(({ topic, key, value, headers }) => {
      const whole = shared && value !== null;
      if (whole) shared = false;
      return {
        topic,
        ...(Object.keys(headers).length === 0 ? {} : { headers: steadyHeaders(headers) }),
        keySchema: key === null ? null : schemaOf(sorted(key.schema)),
        valueSchema:
          value === null ? null : schemaOf(sorted(whole ? value.schema : withoutShared(value.schema))),
        key: key === null ? null : short(key.payload),
        value: value === null ? null : short(steady(value.payload)),
      };
    });
  return { schemas, records };
}

const steadyHeaders = (headers: JsonObject): JsonObject => {
  const { '__debezium.context.runId': run, ...others } = headers;
  return { ...others, run: typeof run };
};

const withoutShared = (schema: JsonObject): JsonObject => ({
  ...schema,
  fields: (schema.fields as readonly JsonObject[])
    .filter(({ field }) => !SHARED.includes(String(field)) && field !== 'before')
    .map((field) => field),
});

function steady(payload: JsonObject): JsonObject {
  const source = { ...(payload.source as JsonObject) };
  const [before, at] = JSON.parse(String(source.sequence)) as readonly (string | null)[];
  if (at !== String(source.lsn))
    throw new Error(`the sequence does not end with the place: ${source.sequence}`);
  if (before !== null && Number(before) > Number(at))
    throw new Error(`the last commit is behind: ${source.sequence}`);
  for (const each of VARIES) if (typeof source[each] === 'number') source[each] = '…';
  for (const each of VARIES) if (typeof source[each] === 'string' && source[each] !== '') source[each] = '…';
  const steadied: Record<string, Json> = { ...payload, source: { ...source, sequence: '…', db: '…' } };
  for (const each of VARIES) if (each in steadied) steadied[each] = '…';
  return steadied;
}

/** Long values are said by their length. */
function short(value: Json): Json {
  if (typeof value === 'string') return value.length > 300 ? `${value.length} characters` : value;
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? BigInt(value).toString() : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length > 100 ? `${value.length} items` : value.map(short);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, short(each)]));
}

/** With keys in order: Connect's order of them says nothing. */
function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

/** A line of what runs Debezium; numbers that JavaScript would round are text. */
export const readWritten = (line: string): WrittenRecord =>
  JSON.parse(line.replaceAll(/([:[,])(-?\d{16,})(?=[,}\]])/g, '$1"$2"')) as WrittenRecord;

/** One of ours, as JsonConverter would write it. */
export function written({ topic, key, value, headers }: SourceRecord): WrittenRecord {
  const both = (data: Data | Buffer | null) => {
    if (data === null) return null;
    if (Buffer.isBuffer(data) || data.schema === undefined) throw new Error('without a schema');
    return { schema: schemaJson(data.schema), payload: valueJson(data.value, data.schema) };
  };
  return {
    topic,
    key: both(key),
    value: both(value) as WrittenRecord['value'],
    headers: Object.fromEntries((headers ?? []).map((each) => [each.key, each.value?.toString() ?? null])),
  };
}

const TYPES: Readonly<Record<string, string>> = { float32: 'float', float64: 'double' };

function schemaJson(schema: DataSchema, field?: string): JsonObject {
  const { name, version, doc, parameters, optional } = schema;
  return {
    type: TYPES[schema.type] ?? schema.type,
    optional: optional ?? false,
    ...(schema.type === 'struct'
      ? { fields: schema.fields.map((each) => schemaJson(each.schema, each.field)) }
      : {}),
    ...(schema.type === 'array' ? { items: schemaJson(schema.items) } : {}),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === undefined ? {} : { doc }),
    ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
    ...(schema.default === undefined ? {} : { default: valueJson(schema.default, schema) }),
    ...(field === undefined ? {} : { field }),
  };
}

/** @throws Error where the value is not one of the schema's: a field of another name, a null that may not be */
function valueJson(value: DataValue, schema: DataSchema): Json {
  if (value === null) {
    if (schema.optional !== true) throw new Error(`null, where ${JSON.stringify(schema)} is`);
    return null;
  }
  if (schema.type === 'struct') {
    const struct = value as { readonly [field: string]: DataValue };
    expect(Object.keys(struct)).toEqual(schema.fields.map(({ field }) => field));
    return Object.fromEntries(
      schema.fields.map(({ field, schema: own }) => [field, valueJson(struct[field] as DataValue, own)]),
    );
  }
  if (schema.type === 'array')
    return (value as readonly DataValue[]).map((each) => valueJson(each, schema.items));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value as Json;
}
