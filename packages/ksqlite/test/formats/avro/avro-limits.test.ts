/** Schemas and payloads that are made to do harm. */
import { AVRO_FORMAT } from '../../../src/formats/avro/avro-format.ts';
import { type Column, DeserializationError } from '../../../src/formats/codec.ts';
import { SchemaError, type SchemaFormatOptions } from '../../../src/formats/schema-format.ts';
import type { RegisteredSchema } from '../../../src/schemas/schema-registry.ts';
import {
  array,
  BIGINT,
  BYTES,
  decimal,
  INTEGER,
  map,
  STRING,
  TIMESTAMP,
} from '../../../src/types/sql-type.ts';
import { longBytes } from './arbitrary-avro.ts';

const SINGLE: SchemaFormatOptions = { role: 'value', wrapSingle: false };
const VALUE: SchemaFormatOptions = { role: 'value', wrapSingle: true };

const registered = (schema: unknown): RegisteredSchema => ({
  id: 1,
  type: 'AVRO',
  schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
  references: [],
  resolved: [],
});

const record = (name: string, ...types: readonly unknown[]) => ({
  type: 'record',
  name,
  fields: types.map((type, i) => ({ name: `f${i}`, type })),
});

function decode(schema: unknown, column: Column, ...parts: readonly (Buffer | number | bigint)[]) {
  const bytes = parts.map((part) => (Buffer.isBuffer(part) ? part : longBytes(part)));
  return AVRO_FORMAT.payloadCodec([column], registered(schema), SINGLE).decode(Buffer.concat(bytes));
}

const refuses = (take: () => unknown, words: RegExp): void => {
  expect(take).toThrow(DeserializationError);
  expect(take).toThrow(words);
};

describe('a payload', () => {
  const numbers: Column = { name: 'A', type: array(BIGINT) };

  it('may announce any number of items, and gives no more than it has bytes for', () => {
    const schema = { type: 'array', items: 'long' };
    refuses(() => decode(schema, numbers, 2n ** 60n), /A block of 1152921504606846976 items in 0 bytes/);
    refuses(() => decode(schema, numbers, -(2n ** 60n), 1), /A block of/);
    refuses(() => decode(schema, numbers, -(2n ** 63n), 1), /A block of/);
    refuses(() => decode(schema, numbers, 3, 1), /A block of 3 items in 1 bytes/);
    refuses(
      () => decode({ type: 'map', values: 'int' }, { name: 'A', type: map(STRING, INTEGER) }, 2 ** 31),
      /A block of/,
    );
  });

  it('stands for a limited number of items that take no bytes', () => {
    const nothings = { type: 'array', items: record('Nothing') };
    const column: Column = { name: 'A', type: array({ kind: 'STRUCT', fields: [] }) };
    expect(decode(nothings, column, 1000, 0)).toEqual([Array.from({ length: 1000 }, () => [])]);
    refuses(() => decode(nothings, column, 10_000_000, 0), /too many values without bytes/);
    refuses(() => decode(nothings, column, 2n ** 60n, 0), /too many values without bytes/);
    const blocks = Array.from({ length: 1000 }, () => 1000);
    refuses(() => decode(nothings, column, ...blocks, 0), /too many values without bytes/);
    const skipped = { type: 'record', name: 'R', fields: [{ name: 'x', type: nothings }] };
    const other = AVRO_FORMAT.payloadCodec([{ name: 'Y', type: INTEGER }], registered(skipped), VALUE);
    refuses(() => other.decode(longBytes(2n ** 60n)), /too many values without bytes/);
  });

  it('may be nested as deep as 500 records', () => {
    const list = record('L', ['null', 'L']);
    const codec = AVRO_FORMAT.payloadCodec([{ name: 'X', type: INTEGER }], registered(list), VALUE);
    const nested = (depth: number) =>
      Buffer.concat([...Array.from({ length: depth }, () => Buffer.of(2)), Buffer.of(0)]);
    expect(codec.decode(nested(400))).toEqual([null]);
    refuses(() => codec.decode(nested(100_000)), /more than 500 deep/);
    const endless = AVRO_FORMAT.payloadCodec(
      [{ name: 'X', type: INTEGER }],
      registered(record('E', 'E')),
      VALUE,
    );
    refuses(() => endless.decode(Buffer.alloc(0)), /more than 500 deep/);
  });

  it('is read in time that its length limits, whatever the schema', () => {
    // each record holds the one before twice: 2^60 of the first, which have no bytes
    const names = Array.from({ length: 60 }, (_, i) => `R${i}`);
    const doubling = names.map((name, i) =>
      i === 0 ? record(name) : record(name, `R${i - 1}`, `R${i - 1}`),
    );
    const schema = [...doubling, record('All', 'R59')];
    const codec = AVRO_FORMAT.payloadCodec([{ name: 'X', type: INTEGER }], registered(schema), VALUE);
    refuses(() => codec.decode(longBytes(60)), /too many values without bytes/);
    expect(() => AVRO_FORMAT.columnsOf(registered(schema), VALUE)).toThrow(/more than 20000 fields/);
  });

  it('has no lengths that are negative or too long', () => {
    refuses(() => decode({ type: 'string' }, { name: 'A', type: STRING }, -1), /Length is negative: -1/);
    refuses(() => decode({ type: 'string' }, { name: 'A', type: STRING }, 2n ** 62n), /ends too early/);
    refuses(
      () => decode({ type: 'string' }, { name: 'A', type: STRING }, Buffer.alloc(11, 0xff)),
      /Invalid long/,
    );
    refuses(
      () => decode({ type: 'fixed', name: 'F', size: 2 ** 31 - 9 }, { name: 'A', type: BYTES }, 1),
      /ends too early/,
    );
  });

  it('has no decimals of thousands of digits', () => {
    const schema = (scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision: 9, scale });
    const column: Column = { name: 'A', type: decimal(9, 2) };
    const wrapped = (scale: number) => record('R', schema(scale));
    const read = (scale: number, bytes: Buffer) =>
      AVRO_FORMAT.payloadCodec([{ ...column, name: 'F0' }], registered(wrapped(scale)), VALUE).decode(
        Buffer.concat([longBytes(bytes.length), bytes]),
      );
    refuses(() => read(2, Buffer.alloc(100_000, 1)), /A decimal of 100000 bytes/);
    refuses(() => read(2_000_000_000, Buffer.of(1)), /scale of 2000000000/);
    refuses(() => read(-2_000_000_000, Buffer.of(1)), /scale of -2000000000/);
  });

  it('reads a TIMESTAMP that no double holds as the nearest one', () => {
    expect(decode({ type: 'long' }, { name: 'A', type: TIMESTAMP }, 2n ** 53n + 1n)).toEqual([2 ** 53]);
  });
});

describe('a schema', () => {
  const columnsOf = (schema: unknown) => AVRO_FORMAT.columnsOf(registered(schema), SINGLE);

  it('is nested 200 deep at most, in its text or through names', () => {
    const deep = (levels: number) => `${'{"type":"array","items":'.repeat(levels)}"int"${'}'.repeat(levels)}`;
    expect(columnsOf(deep(150))).toHaveLength(1);
    for (const levels of [250, 100_000]) expect(() => columnsOf(deep(levels))).toThrow(SchemaError);
    const chain = Array.from({ length: 5000 }, (_, i) => record(`R${i}`, i === 0 ? 'int' : `R${i - 1}`));
    expect(() => AVRO_FORMAT.payloadCodec([], registered(chain), VALUE)).toThrow(/nested more than 200 deep/);
  });

  it('has 20,000 types at most', () => {
    expect(() => columnsOf(record('R', ...Array.from({ length: 20_001 }, () => 'int')))).toThrow(
      /more than 20000 types/,
    );
  });

  it('that is recursive is no columns, and is read where the columns are declared', () => {
    const list = record('L', 'int', ['null', 'L']);
    expect(() => AVRO_FORMAT.columnsOf(registered(list), VALUE)).toThrow(
      'The Avro schema is recursive: L is within itself, which no SQL type can be. Declare the columns in the statement: those that are not recursive are read.',
    );
    const codec = AVRO_FORMAT.payloadCodec([{ name: 'F0', type: INTEGER }], registered(list), VALUE);
    expect(codec.decode(Buffer.of(2, 2, 4, 0))).toEqual([1]);
  });

  it('makes nothing of names that objects have', () => {
    const proto =
      '{"type":"record","name":"__proto__","fields":[{"name":"__proto__","type":"int"},{"name":"constructor","type":"int"}]}';
    expect(AVRO_FORMAT.columnsOf(registered(proto), VALUE).map(({ name }) => name)).toEqual([
      '__PROTO__',
      'CONSTRUCTOR',
    ]);
    expect(() => columnsOf('"constructor"')).toThrow('Undefined name: "constructor"');
    expect(() => columnsOf('{"__proto__":{"type":"int"}}')).toThrow(/No type/);
  });
});

test('columns whose names are none in Avro, or whose maps have other keys, are refused', () => {
  expect(AVRO_FORMAT.refuse([{ name: 'a b', type: INTEGER }], 'value')).toBe(
    'Schema is not compatible with Avro: Illegal character in: a b',
  );
  expect(AVRO_FORMAT.refuse([{ name: 'A', type: map(INTEGER, INTEGER) }], 'value')).toBe(
    'Avro only supports MAPs with STRING keys',
  );
  expect(AVRO_FORMAT.refuse([{ name: 'A', type: map(STRING, INTEGER) }], 'key')).toBeUndefined();
});

test('columns are written by name, whatever their order, and what has no column by its default', () => {
  const schema = registered({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'string', default: 'none' },
      { name: 'c', type: ['null', 'long'] },
    ],
  });
  const columns: readonly Column[] = [
    { name: 'c', type: BIGINT },
    { name: 'a', type: INTEGER },
  ];
  const codec = AVRO_FORMAT.payloadCodec(columns, schema, VALUE);
  expect(codec.encode([7, 1], 0)).toEqual(Buffer.from('02086e6f6e65020e', 'hex'));
  expect(codec.survives?.([7, 1], 0)).toBe(false);
});
