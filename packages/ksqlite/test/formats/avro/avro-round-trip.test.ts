import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { AVRO_FORMAT } from '../../../src/formats/avro/avro-format.ts';
import { type Column, DeserializationError } from '../../../src/formats/codec.ts';
import { SchemaError, type SchemaFormatOptions } from '../../../src/formats/schema-format.ts';
import { wellFormed } from '../../../src/formats/text/well-formed.ts';
import { inHashOrder } from '../../../src/functions/values/java/hash-map.ts';
import type { RegisteredSchema } from '../../../src/schemas/schema-registry.ts';
import { type SqlType, struct } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { types, typesAndValues } from '../arbitrary-values.ts';
import { avroSamples } from './arbitrary-avro.ts';

const VALUE: SchemaFormatOptions = { role: 'value', wrapSingle: true };
const SINGLE: SchemaFormatOptions = { role: 'value', wrapSingle: false };

const registered = (schema: string): RegisteredSchema => ({
  id: 1,
  type: 'AVRO',
  schema,
  references: [],
  resolved: [],
});

/** The type with names that Avro has. */
function named(type: SqlType): SqlType {
  switch (type.kind) {
    case 'ARRAY':
      return { ...type, element: named(type.element) };
    case 'MAP':
      return { ...type, value: named(type.value) };
    case 'STRUCT':
      return struct(type.fields.map((field, i) => ({ name: `F${i}`, type: named(field.type) })));
    default:
      return type;
  }
}

const columnsOf = (list: readonly SqlType[]): readonly Column[] =>
  list.map((type, i) => ({ name: `C${i}`, type: named(type) }));

const ownCodec = (columns: readonly Column[], options: SchemaFormatOptions) =>
  AVRO_FORMAT.payloadCodec(columns, registered(AVRO_FORMAT.schemaOf(columns, options)), options);

/** UTF-8 has no half characters, and a map the order of a HashMap. */
function asRead(value: SqlValue): SqlValue {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(asRead);
  if (value instanceof Map)
    return inHashOrder(new Map([...value].map(([key, item]) => [wellFormed(key), asRead(item)])));
  return value;
}

/** Also the order of entries. */
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(ordered(a), ordered(b));
const ordered = (value: unknown): unknown => {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, ordered(item)]);
  return Array.isArray(value) ? value.map(ordered) : value;
};

test('any row comes back, and a row that is said to survive comes back as it is', () => {
  fc.assert(
    fc.property(fc.array(typesAndValues, { maxLength: 4 }), (pairs) => {
      const codec = ownCodec(columnsOf(pairs.map(([type]) => type)), VALUE);
      const row = pairs.map(([, value]) => value);
      const back = codec.decode(codec.encode(['key', ...row], 1)!);
      expect(back).toStrictEqual(row.map(asRead));
      if (codec.survives?.(['key', ...row], 1) ?? true) expect(same(back, row)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('any single value comes back; NULL has no bytes', () => {
  fc.assert(
    fc.property(typesAndValues, ([type, value]) => {
      const codec = ownCodec(columnsOf([type]), SINGLE);
      const bytes = codec.encode([value], 0);
      if (value === null) expect(bytes).toBeNull();
      else expect(codec.decode(bytes!)).toStrictEqual([asRead(value)]);
    }),
    { numRuns: 500 },
  );
});

test('values of foreign schemas are read as what they are', () => {
  fc.assert(
    fc.property(avroSamples, ({ schema, type, written }) => {
      const text = registered(
        JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'v', type: schema }] }),
      );
      expect(AVRO_FORMAT.columnsOf(text, VALUE)).toEqual([{ name: 'V', type }]);
      const codec = AVRO_FORMAT.payloadCodec([{ name: 'V', type }], text, VALUE);
      const row = codec.decode(written.bytes);
      expect(same(row, [written.value])).toBe(true);
      const other = AVRO_FORMAT.payloadCodec([{ name: 'OTHER', type }], text, VALUE);
      expect(other.decode(written.bytes)).toEqual([null]);
    }),
    { numRuns: 300 },
  );
});

/** Bytes that are nearly a payload: cut, or with some changed. */
const damaged = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc.array(fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255)), { maxLength: 3 }).chain((changes) =>
    fc.nat(bytes.length).map((length) => {
      const copy = Buffer.from(bytes);
      for (const [at, byte] of changes) copy[at] = byte;
      return changes.length === 0 ? copy.subarray(0, length) : copy;
    }),
  );

test('nothing but DeserializationError is thrown, whatever the bytes and the columns', () => {
  fc.assert(
    fc.property(
      avroSamples.chain((sample) =>
        fc.tuple(
          fc.constant(sample),
          fc.oneof(
            damaged(sample.written.bytes),
            fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          ),
        ),
      ),
      types,
      ({ 0: { schema, type }, 1: bytes }, otherType) => {
        const text = registered(JSON.stringify(schema));
        for (const wanted of [type, named(otherType)])
          try {
            AVRO_FORMAT.payloadCodec([{ name: 'V', type: wanted }], text, SINGLE).decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(DeserializationError);
          }
      },
    ),
    { numRuns: 500 },
  );
});

const schemaTexts = fc.oneof(
  fc.string(),
  fc.json(),
  avroSamples.chain(({ schema }) =>
    damaged(Buffer.from(JSON.stringify(schema))).map((bytes) => bytes.toString('latin1')),
  ),
  fc
    .dictionary(
      fc.constantFrom(
        'type',
        'name',
        'fields',
        'items',
        'values',
        'symbols',
        'size',
        'logicalType',
        '__proto__',
      ),
      fc.oneof(
        fc.constantFrom('record', 'array', 'map', 'enum', 'fixed', 'int', 'bytes', 'decimal', 'constructor'),
        fc.jsonValue(),
      ),
    )
    .map((object) => JSON.stringify(object)),
);

test('nothing but SchemaError is thrown, whatever the schema', () => {
  fc.assert(
    fc.property(schemaTexts, fc.boolean(), (text, wrapSingle) => {
      try {
        const options: SchemaFormatOptions = { role: 'value', wrapSingle };
        const columns = AVRO_FORMAT.columnsOf(registered(text), options);
        AVRO_FORMAT.payloadCodec(columns, registered(text), options);
      } catch (error) {
        expect(error).toBeInstanceOf(SchemaError);
      }
    }),
    { numRuns: 1000 },
  );
});
