/**
 * Random Avro schemas with values, written by the plainest code there can be: longs by BigInt, a new Buffer for each piece. What ksqlDB
 * makes of them, as a SQL type and as a value, is known where they are made.
 */
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { inHashOrder } from '../../../src/functions/values/java/hash-map.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface Written {
  readonly bytes: Buffer;
  readonly value: SqlValue;
}

export interface AvroSample {
  readonly schema: Json;
  readonly type: SqlType;
  readonly written: Written;
}

interface Kind {
  readonly schema: Json;
  readonly type: SqlType;
  readonly values: fc.Arbitrary<Written>;
}

export function longBytes(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const withLength = (bytes: Buffer): Buffer => Buffer.concat([longBytes(bytes.length), bytes]);
const textBytes = (text: string): Buffer => withLength(Buffer.from(text, 'utf8'));

function ieee(size: 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 4) bytes.writeFloatLE(value);
  else bytes.writeDoubleLE(value);
  return bytes;
}

const texts = fc.string({ unit: 'binary' }).map((text) => text.replace(/\p{Surrogate}/gu, '?'));
const buffers = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
const whole = (value: bigint): SqlValue => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

const kind = <T>(schema: Json, type: SqlType, from: fc.Arbitrary<T>, write: (value: T) => Written): Kind => ({
  schema,
  type,
  values: from.map(write),
});

const ints = fc.oneof(fc.integer(), fc.integer({ min: -70, max: 70 }));
const longs = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.maxSafeInteger().map(BigInt),
  ints.map(BigInt),
);

const plainInt = (value: number): Written => ({ bytes: longBytes(value), value });

const simple = (name: string): fc.Arbitrary<Kind> =>
  fc.constantFrom<Kind>(
    kind('boolean', BOOLEAN, fc.boolean(), (value) => ({ bytes: Buffer.of(value ? 1 : 0), value })),
    kind('int', INTEGER, ints, plainInt),
    kind('long', BIGINT, longs, (value) => ({ bytes: longBytes(value), value: whole(value) })),
    kind('float', DOUBLE, fc.float(), (value) => ({ bytes: ieee(4, value), value })),
    kind('double', DOUBLE, fc.double(), (value) => ({ bytes: ieee(8, value), value })),
    kind('string', STRING, texts, (value) => ({ bytes: textBytes(value), value })),
    kind('bytes', BYTES, buffers, (value) => ({ bytes: withLength(value), value })),
    kind({ type: 'int', logicalType: 'date' }, DATE, ints, plainInt),
    kind({ type: 'int', logicalType: 'time-millis' }, TIME, fc.nat(86_400_000), plainInt),
    kind({ type: 'long', logicalType: 'timestamp-millis' }, TIMESTAMP, fc.maxSafeInteger(), plainInt),
    kind({ type: 'int', 'connect.type': 'int8' }, INTEGER, fc.integer({ min: -128, max: 127 }), plainInt),
    kind(
      { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 4 },
      decimal(30, 4),
      fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n }),
      (value) => ({ bytes: withLength(bigBytes(value)), value: new Big(`${value}e-4`) }),
    ),
    kind({ type: 'enum', name, symbols: ['A', 'B', 'C'] }, STRING, fc.nat(2), (at) => ({
      bytes: longBytes(at),
      value: 'ABC'.charAt(at),
    })),
    kind({ type: 'fixed', name, size: 3 }, BYTES, fc.uint8Array({ minLength: 3, maxLength: 3 }), (value) => ({
      bytes: Buffer.from(value),
      value: Buffer.from(value),
    })),
  );

function bigBytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(value >> 64n);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 8);
  return bytes;
}

/** Each name is used once in a schema: `path` is where it stands. */
function kinds(path: string, depth: number): fc.Arbitrary<Kind> {
  if (depth === 0) return simple(path);
  const inner = kinds(`${path}_`, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: simple(path) },
    { weight: 1, arbitrary: inner.map(nullable) },
    { weight: 1, arbitrary: inner.map(arrayOf) },
    { weight: 1, arbitrary: inner.map(mapOf) },
    { weight: 1, arbitrary: inner.map((value) => entriesOf(path, value)) },
    { weight: 1, arbitrary: records(path, depth - 1) },
  );
}

function nullable(inner: Kind): Kind {
  if (Array.isArray(inner.schema)) return inner;
  return {
    schema: ['null', inner.schema],
    type: inner.type,
    values: fc.oneof(
      fc.constant<Written>({ bytes: Buffer.of(0), value: null }),
      inner.values.map(({ bytes, value }) => ({ bytes: Buffer.concat([Buffer.of(2), bytes]), value })),
    ),
  };
}

/** In blocks of one item, of which the second has its size in front. */
function blocks(items: readonly Buffer[]): Buffer {
  const parts = items.map((item, i) =>
    i === 1
      ? Buffer.concat([longBytes(-1), longBytes(item.length), item])
      : Buffer.concat([longBytes(1), item]),
  );
  return Buffer.concat([...parts, Buffer.of(0)]);
}

const arrayOf = ({ schema, type, values }: Kind): Kind =>
  kind({ type: 'array', items: schema }, array(type), fc.array(values, { maxLength: 4 }), (items) => ({
    bytes: blocks(items.map(({ bytes }) => bytes)),
    value: items.map(({ value }) => value),
  }));

const entries = (values: fc.Arbitrary<Written>) => fc.array(fc.tuple(texts, values), { maxLength: 4 });
const asMap = (list: readonly (readonly [string, Written])[]): SqlValue =>
  inHashOrder(new Map(list.map(([key, { value }]) => [key, value])));

const mapOf = ({ schema, type, values }: Kind): Kind =>
  kind({ type: 'map', values: schema }, map(STRING, type), entries(values), (list) => ({
    bytes: blocks(list.map(([key, { bytes }]) => Buffer.concat([textBytes(key), bytes]))),
    value: asMap(list),
  }));

/** As Connect writes a map whose keys may be null. */
const entriesOf = (name: string, { schema, type, values }: Kind): Kind =>
  kind(
    {
      type: 'array',
      items: {
        type: 'record',
        name,
        'connect.internal.type': 'MapEntry',
        fields: [
          { name: 'key', type: 'string' },
          { name: 'value', type: schema },
        ],
      },
    },
    map(STRING, type),
    entries(values),
    (list) => ({
      bytes: blocks(list.map(([key, { bytes }]) => Buffer.concat([textBytes(key), bytes]))),
      value: asMap(list),
    }),
  );

function records(name: string, depth: number): fc.Arbitrary<Kind> {
  const fields = [0, 1, 2].map((i) => kinds(`${name}_${i}`, depth));
  return fc
    .tuple(fc.tuple(...(fields as [fc.Arbitrary<Kind>, ...fc.Arbitrary<Kind>[]])), fc.nat(3))
    .map(([all, count]): Kind => {
      const some = all.slice(0, count);
      return {
        schema: {
          type: 'record',
          name,
          fields: some.map(({ schema }, i) => ({ name: `f${i}`, type: schema })),
        },
        type: struct(some.map(({ type }, i) => ({ name: `F${i}`, type }))),
        values: fc.tuple(...some.map(({ values }) => values)).map((written) => ({
          bytes: Buffer.concat(written.map(({ bytes }) => bytes)),
          value: written.map(({ value }) => value),
        })),
      };
    });
}

/** A schema of any type, with a value. */
export const avroSamples: fc.Arbitrary<AvroSample> = kinds('T', 3).chain(({ schema, type, values }) =>
  values.map((written) => ({ schema, type, written })),
);
