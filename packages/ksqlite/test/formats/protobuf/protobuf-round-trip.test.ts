import { Big } from 'big.js';
import * as fc from 'fast-check';
import { type Column, DeserializationError, SerializationError } from '../../../src/formats/codec.ts';
import { PROTOBUF_FORMAT } from '../../../src/formats/protobuf/protobuf-format.ts';
import { PROTOBUF_NOSR_FORMAT } from '../../../src/formats/protobuf/protobuf-nosr-format.ts';
import type { SchemaFormatOptions } from '../../../src/formats/schema-format.ts';
import { wellFormed } from '../../../src/formats/text/well-formed.ts';
import { inHashOrder } from '../../../src/functions/values/java/hash-map.ts';
import { type SqlType, STRING, struct } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { types, values } from '../arbitrary-values.ts';

type Nullable = SchemaFormatOptions['nullable'];

/** The type as PROTOBUF has it: names of letters, a list's or a map's inner list or map in a STRUCT. */
function possible(type: SqlType): SqlType {
  const inner = (held: SqlType): SqlType =>
    held.kind === 'ARRAY' || held.kind === 'MAP'
      ? struct([{ name: 'IN', type: possible(held) }])
      : possible(held);
  switch (type.kind) {
    case 'ARRAY':
      return { ...type, element: inner(type.element) };
    case 'MAP':
      return { kind: 'MAP', key: STRING, value: inner(type.value) };
    case 'STRUCT':
      return struct(type.fields.map((field, i) => ({ name: `F${i}`, type: possible(field.type) })));
    default:
      return type;
  }
}

const isScalar = ({ kind }: SqlType): boolean =>
  ['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES'].includes(kind);

const ZEROS: { readonly [Kind in SqlType['kind']]?: SqlValue } = {
  BOOLEAN: false,
  INTEGER: 0,
  BIGINT: 0,
  DOUBLE: 0,
  STRING: '',
  BYTES: Buffer.alloc(0),
};

/** What is read of a value, in the plainest way: NULLs become zeros where there is no sign for them. */
function asRead(type: SqlType, value: SqlValue, nullable: Nullable): SqlValue {
  if (value === null) {
    if (type.kind === 'ARRAY') return [];
    if (type.kind === 'MAP') return new Map();
    return isScalar(type) && nullable === undefined ? (ZEROS[type.kind] as SqlValue) : null;
  }
  switch (type.kind) {
    case 'STRING':
      return wellFormed(value as string);
    case 'TIME':
      return value === 86_400_000 ? 0 : value;
    case 'ARRAY':
      return (value as readonly SqlValue[]).map((item) => asRead(type.element, item, nullable));
    case 'MAP':
      return inHashOrder(
        new Map(
          [...(value as ReadonlyMap<string, SqlValue>)].map(([key, item]) => [
            wellFormed(key),
            item === null ? emptyEntry(type.value, nullable) : asRead(type.value, item, nullable),
          ]),
        ),
      );
    case 'STRUCT':
      return type.fields.map((field, i) =>
        asRead(field.type, (value as readonly SqlValue[])[i] ?? null, nullable),
      );
    default:
      return value;
  }
}

/** An entry without a value has an empty one. */
function emptyEntry(type: SqlType, nullable: Nullable): SqlValue {
  if (type.kind === 'STRUCT') return type.fields.map((field) => asRead(field.type, null, nullable));
  return ZEROS[type.kind] ?? 0;
}

/** Years of an era that nobody says: what is written of a date before the year 1 is read as another one. */
function withoutEra(type: SqlType, value: SqlValue): SqlValue {
  if (value === null) return null;
  switch (type.kind) {
    case 'DATE':
      return Math.max(value as number, -719_164);
    case 'ARRAY':
      return (value as readonly SqlValue[]).map((item) => withoutEra(type.element, item));
    case 'MAP':
      return new Map(
        [...(value as ReadonlyMap<string, SqlValue>)].map(([key, item]) => [
          key,
          withoutEra(type.value, item),
        ]),
      );
    case 'STRUCT':
      return type.fields.map((field, i) => withoutEra(field.type, (value as readonly SqlValue[])[i] ?? null));
    default:
      return value;
  }
}

/** Whether some value in it can't be written, or not be read: a NULL in a list, a time before the year 1 … */
function isImpossible(type: SqlType, value: SqlValue): boolean {
  if (value === null) return false;
  switch (type.kind) {
    case 'TIMESTAMP':
      return (value as number) < -62_135_596_800_000 || (value as number) > 253_402_300_799_999;
    case 'ARRAY':
      return (value as readonly SqlValue[]).some((item) => item === null || isImpossible(type.element, item));
    case 'MAP':
      return [...(value as ReadonlyMap<string, SqlValue>).values()].some(
        (item) =>
          (item === null && ['DATE', 'DECIMAL'].includes(type.value.kind)) || isImpossible(type.value, item),
      );
    case 'STRUCT':
      return type.fields.some((field, i) =>
        isImpossible(field.type, (value as readonly SqlValue[])[i] ?? null),
      );
    default:
      return false;
  }
}

const columnsOf = (list: readonly SqlType[]): readonly Column[] =>
  list.map((type, i) => ({ name: `C${i}`, type }));

interface Sample {
  readonly columns: readonly Column[];
  readonly row: readonly SqlValue[];
  readonly nullable: Nullable;
}

const samples: fc.Arbitrary<Sample> = fc
  .array(types.map(possible), { minLength: 1, maxLength: 4 })
  .chain((list) =>
    fc.record({
      columns: fc.constant(columnsOf(list)),
      row: fc.tuple(...list.map((type) => values(type).map((value) => withoutEra(type, value)))),
      nullable: fc.constantFrom<Nullable>(undefined, 'OPTIONAL', 'WRAPPER'),
    }),
  );

function withId({ columns, nullable }: Sample) {
  const options: SchemaFormatOptions = { role: 'value', wrapSingle: true, nullable };
  const schema = PROTOBUF_FORMAT.schemaOf(columns, options);
  return PROTOBUF_FORMAT.payloadCodec(
    columns,
    { id: 1, type: 'PROTOBUF', schema, references: [], resolved: [] },
    options,
  );
}

const withoutId = ({ columns, nullable }: Sample) =>
  PROTOBUF_NOSR_FORMAT.codec(columns, { role: 'value', wrapSingle: true, delimiter: ',', nullable });

/** A zero without a sign, and the order of entries. */
const plain = (value: unknown): unknown => {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  if (value instanceof Big) return value.toFixed();
  return Array.isArray(value) ? value.map(plain) : value;
};

test.each([
  ['PROTOBUF', withId],
  ['PROTOBUF_NOSR', withoutId],
])('any row comes back from %s as the model says, or can’t be written', (_, codecOf) => {
  fc.assert(
    fc.property(samples, (sample) => {
      const { columns, row, nullable } = sample;
      const codec = codecOf(sample);
      const given = ['key', ...row];
      const read = (): SqlValue[] | null => codec.decode(codec.encode(given, 1) as Buffer);
      if (columns.some(({ type }, i) => isImpossible(type, row[i] ?? null))) {
        expect(read).toThrow(Error);
        return;
      }
      const back = read();
      const wanted = columns.map(({ type }, i) => asRead(type, row[i] ?? null, nullable));
      expect(plain(back)).toStrictEqual(plain(wanted));
      if (codec.survives?.(given, 1)) expect(plain(back)).toStrictEqual(plain(row));
    }),
    { numRuns: 150 },
  );
});

test('the columns of a schema that was made of columns are those', () => {
  fc.assert(
    fc.property(samples, ({ columns, nullable }) => {
      const options: SchemaFormatOptions = { role: 'value', wrapSingle: true, nullable };
      const schema = PROTOBUF_FORMAT.schemaOf(columns, options);
      const read = PROTOBUF_FORMAT.columnsOf(
        { id: 1, type: 'PROTOBUF', schema, references: [], resolved: [] },
        options,
      );
      expect(read).toEqual(columns);
    }),
    { numRuns: 100 },
  );
});

test('whatever the bytes, nothing but DeserializationError is thrown; what is read can be written again', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    // tags and lengths that are near the mark
    fc
      .array(fc.oneof(fc.nat(40), fc.constantFrom(0x80, 0xff, 0x08, 0x12, 0x0a)), { maxLength: 40 })
      .map((list) => Buffer.from(list)),
  );
  fc.assert(
    fc.property(samples, bytes, (sample, input) => {
      const codec = withoutId(sample);
      let row: SqlValue[] | null;
      try {
        row = codec.decode(input);
      } catch (error) {
        expect(error).toBeInstanceOf(DeserializationError);
        return;
      }
      try {
        codec.encode(row ?? [], 0);
      } catch (error) {
        expect(error).toBeInstanceOf(SerializationError);
      }
    }),
    { numRuns: 500 },
  );
});

test('any change to the bytes of a row gives a row or a DeserializationError', () => {
  fc.assert(
    fc.property(samples, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), (sample, changes) => {
      const codec = withoutId(sample);
      let bytes: Buffer;
      try {
        bytes = codec.encode(sample.row, 0) as Buffer;
      } catch {
        return;
      }
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      try {
        expect(codec.decode(bytes)).toHaveLength(sample.columns.length);
      } catch (error) {
        expect(error).toBeInstanceOf(DeserializationError);
      }
    }),
    { numRuns: 300 },
  );
});
