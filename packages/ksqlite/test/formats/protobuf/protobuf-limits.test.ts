import { type Column, DeserializationError, SerializationError } from '../../../src/formats/codec.ts';
import { PROTOBUF_FORMAT } from '../../../src/formats/protobuf/protobuf-format.ts';
import { PROTOBUF_NOSR_FORMAT } from '../../../src/formats/protobuf/protobuf-nosr-format.ts';
import { SchemaError, type SchemaFormatOptions } from '../../../src/formats/schema-format.ts';
import {
  array,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  STRING,
  TIMESTAMP,
} from '../../../src/types/sql-type.ts';

const VALUE: SchemaFormatOptions = { role: 'value', wrapSingle: true };
const registered = (schema: string) =>
  ({ id: 1, type: 'PROTOBUF', schema, references: [], resolved: [] }) as const;
const codec = (schema: string, columns: readonly Column[], options = VALUE) =>
  PROTOBUF_FORMAT.payloadCodec(columns, registered(schema), options);
const A: Column = { name: 'A', type: INTEGER };

/** A field that is a block of these bytes. */
const block = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes]);
const varint = (value: number): readonly number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
const record = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0]), bytes]);

describe('a message that holds itself', () => {
  const SELF = 'syntax = "proto3"; message Node { int32 a = 1; Node next = 2; map<string, Node> named = 3; }';

  it('has no columns', () => {
    expect(() => PROTOBUF_FORMAT.columnsOf(registered(SELF), VALUE)).toThrow(
      /^The message Node contains itself: SQL has no type for it/,
    );
  });

  it('is read as the columns that are declared, to a depth of 100', () => {
    const { decode } = codec(SELF, [A]);
    const deep = (levels: number): Buffer => {
      let bytes = Buffer.from([8, 5]);
      for (let i = 0; i < levels; i++) bytes = Buffer.concat([Buffer.from([8, 7]), block(2, bytes)]);
      return record(bytes);
    };
    expect(decode(deep(100))).toEqual([7]);
    expect(() => decode(deep(101))).toThrow(/^Protocol message had too many levels of nesting/);
    expect(() => decode(deep(5_000))).toThrow(DeserializationError);
  });

  it('is not followed into groups either', () => {
    const { decode } = codec(SELF, [A]);
    const groups = (levels: number): Buffer =>
      record(Buffer.concat([Buffer.alloc(levels, 0x2b), Buffer.alloc(levels, 0x2c)]));
    expect(decode(groups(100))).toEqual([0]);
    expect(() => decode(groups(100_000))).toThrow(/^Protocol message had too many levels of nesting/);
  });
});

test('a number that is none has one form, whatever its sign', () => {
  const negative = Buffer.from('000000000000f8ff', 'hex').readDoubleLE();
  const { encode } = codec('syntax = "proto3"; message M { double A = 1; }', [{ name: 'A', type: DOUBLE }]);
  expect(encode([negative], 0)).toEqual(record(Buffer.from('09000000000000f87f', 'hex')));
});

test('messages in messages that stand for too many columns are refused', () => {
  const text = Array.from({ length: 30 }, (_, i) => `message M${i} { M${i + 1} a = 1; M${i + 1} b = 2; }`);
  const schema = `syntax = "proto3"; ${text.join(' ')} message M30 { int32 x = 1; }`;
  expect(() => PROTOBUF_FORMAT.columnsOf(registered(schema), VALUE)).toThrow(
    new SchemaError('The message has more than 10000 fields'),
  );
  expect(codec(schema, [{ name: 'Z', type: INTEGER }]).decode(record(Buffer.alloc(0)))).toEqual([null]);
});

test('small messages of many fields do not fill the memory', () => {
  const fields = Array.from({ length: 2_000 }, (_, i) => `int32 f${i} = ${i + 1};`);
  const schema = `syntax = "proto3"; message M { repeated Wide a = 1; } message Wide { ${fields.join(' ')} }`;
  const { decode } = codec(schema, [{ name: 'B', type: INTEGER }]);
  expect(decode(record(Buffer.concat(Array(100).fill(block(1, Buffer.alloc(0))))))).toEqual([null]);
  expect(() => decode(record(Buffer.concat(Array(5_000).fill(block(1, Buffer.alloc(0))))))).toThrow(
    new DeserializationError('The message has more than 5000000 values.'),
  );
});

describe('message indexes', () => {
  const SCHEMA = `syntax = "proto3"; enum E { X = 0; } message First { int32 a = 1; }
    message Second { string a = 1; message Inner { int32 b = 1; message Deep { int32 a = 1; } } }`;
  const read = (...bytes: number[]): unknown =>
    codec(SCHEMA, [{ name: 'A', type: STRING }]).decode(Buffer.from(bytes));

  it('name the message of a record', () => {
    expect(read(0, 8, 5)).toEqual(['5']);
    expect(read(2, 0, 8, 5)).toEqual(['5']);
    expect(read(2, 2, 10, 1, 65)).toEqual(['A']);
    expect(read(6, 2, 0, 0, 8, 6)).toEqual(['6']);
  });

  it.each([
    ['a message that is not there', [2, 4], 'Invalid message indexes: [2]'],
    ['one inside that is not there', [4, 0, 0], 'Invalid message indexes: [0, 0]'],
    ['a negative place', [2, 1], 'Invalid message indexes: [-1]'],
    ['fewer than none', [1], 'Invalid number of message indexes: -1'],
    [
      'more than there are bytes',
      [0xfe, 0xff, 0xff, 0xff, 0x0f],
      'Invalid number of message indexes: 2147483647',
    ],
  ])('are refused of %s', (_, bytes, message) => {
    expect(() => read(...bytes)).toThrow(new DeserializationError(message));
  });

  it('are written of the message that is named', () => {
    const columns = [{ name: 'a', type: INTEGER }];
    const write = (fullName?: string): Buffer | null =>
      codec(SCHEMA, columns, { ...VALUE, ...(fullName === undefined ? {} : { fullName }) }).encode([5], 0);
    expect(write()).toEqual(Buffer.from([0, 8, 5]));
    expect(write('Second.Inner.Deep')).toEqual(Buffer.from([6, 2, 0, 0, 8, 5]));
    expect(() => write('Second')).toThrow(SerializationError);
    expect(() => write('Third')).toThrow(/contains no message Third: it has First, Second, Second.Inner/);
  });

  it('have no place for enums', () => {
    expect(PROTOBUF_FORMAT.fullNamesOf(registered(SCHEMA))).toEqual(['E', 'First', 'Second']);
  });
});

describe('hostile decimals', () => {
  const SCHEMA = PROTOBUF_FORMAT.schemaOf([{ name: 'M', type: decimal(4, 2) }], VALUE);
  const { decode } = codec(SCHEMA, [{ name: 'M', type: decimal(4, 2) }]);
  const ofScale = (...scale: number[]): Buffer =>
    record(block(1, Buffer.concat([block(1, Buffer.from([1])), Buffer.from([0x18, ...scale])])));

  it('of huge scales and sizes are refused', () => {
    expect(decode(ofScale(2))).toMatchObject([{ c: [1], e: -2 }]);
    expect(() => decode(ofScale(0xff, 0xff, 0xff, 0xff, 0x07))).toThrow(DeserializationError);
    expect(() => decode(record(block(1, block(1, Buffer.alloc(2_000, 7)))))).toThrow(DeserializationError);
  });
});

describe('columns that PROTOBUF can’t hold', () => {
  const refuse = (type: Column['type'], name = 'C', role: 'key' | 'value' = 'value') =>
    [PROTOBUF_FORMAT, PROTOBUF_NOSR_FORMAT].map((format) => format.refuse([{ name, type }], role));
  const both = (message: string): readonly string[] => [message, message];

  it('are refused', () => {
    expect(refuse(array(array(INTEGER)))).toEqual(both('Array cannot be nested'));
    expect(refuse(map(INTEGER, INTEGER))).toEqual(
      both(
        'PROTOBUF format only supports MAP types with STRING keys. See https://github.com/confluentinc/ksql/issues/6177.',
      ),
    );
    expect(refuse(array(map(STRING, INTEGER)))).toEqual(
      both(
        'PROTOBUF has no ARRAY<MAP<STRING, INTEGER>>, which is in column `C`: put the inner one into a STRUCT',
      ),
    );
    expect(refuse(INTEGER, 'a b')).toEqual(both('ConnectDefault1.a b: "a b" is not a valid identifier.'));
  });

  it('are refused as a key of PROTOBUF_NOSR where they are one date or number with a scale', () => {
    expect(refuse(DATE, 'K', 'key')).toEqual([
      undefined,
      'PROTOBUF_NOSR can’t hold a key that is one DATE: add a second key column, or use another format'.replace(
        '’',
        "'",
      ),
    ]);
    expect(refuse(TIMESTAMP)).toEqual([undefined, undefined]);
  });
});
