import { Big } from 'big.js';
import { type Column, DeserializationError } from '../../../src/formats/codec.ts';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
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

const options = { role: 'value', wrapSingle: true, delimiter: ',' } as const;
const decode = (columns: readonly Column[], text: string | Buffer) =>
  JSON_FORMAT.codec(columns, options).decode(text);
const decodeOne = (type: SqlType, json: string): SqlValue | undefined =>
  decode([{ name: 'V', type }], `{"v":${json}}`)?.[0];

const price = decimal(6, 2);

test.each<[SqlType, string, SqlValue]>([
  [BOOLEAN, 'true', true],
  [INTEGER, '7', 7],
  [INTEGER, '7.9', 7],
  [INTEGER, '-7.9', -7],
  [INTEGER, '1e2', 100],
  [INTEGER, '"8"', 8],
  [INTEGER, '"+8"', 8],
  [INTEGER, '-0', 0],
  [INTEGER, '3000000000', -1294967296],
  [INTEGER, '9007199254740993', 1],
  [INTEGER, '7.99999999999999999999', 7],
  [BIGINT, '42', 42],
  [BIGINT, '42.456', 42],
  [BIGINT, '9007199254740991', 9007199254740991],
  [BIGINT, '9007199254740993', 9007199254740993n],
  [BIGINT, '"9007199254740993"', 9007199254740993n],
  [BIGINT, '-9223372036854775808', -(2n ** 63n)],
  [BIGINT, '9223372036854775808', -(2n ** 63n)],
  [BIGINT, '1e400', 0],
  [BIGINT, '1e19', 10n ** 19n - 2n ** 64n],
  [BIGINT, '1e-400', 0],
  [TIMESTAMP, '9223372036854775808000', 0],
  [TIMESTAMP, '9223372036854775807', 2 ** 63],
  [DOUBLE, '42', 42],
  [DOUBLE, '"42.000"', 42],
  [DOUBLE, '" 1e3d "', 1000],
  [DOUBLE, '"NaN"', Number.NaN],
  [DOUBLE, '"-Infinity"', Number.NEGATIVE_INFINITY],
  [DOUBLE, '-0.0', 0],
  [DOUBLE, '0.1234567890123456789', 0.12345678901234568],
  [price, '1.1', new Big('1.1')],
  [price, '1.1000', new Big('1.1')],
  [price, '"-01.12"', new Big('-1.12')],
  [price, '1E+1', new Big('10')],
  [price, '-0', new Big('0')],
  [decimal(20, 19), '1.1234512345123451234', new Big('1.1234512345123451234')],
  [STRING, '"text"', 'text'],
  [STRING, 'true', 'true'],
  [STRING, '5', '5'],
  [STRING, '42.000', '42.000'],
  [STRING, '1e5', '1E+5'],
  [STRING, '1.50e3', '1.50E+3'],
  [STRING, '100e-2', '1.00'],
  [STRING, '0.0000001', '1E-7'],
  [STRING, '-0', '0'],
  [STRING, '-0.0', '0.0'],
  [STRING, '12345678901234567890123', '12345678901234567890123'],
  [
    STRING,
    '{ "b": 1.10, "1": [true, null], "a": {"x": "\\""} }',
    '{"b":1.10,"1":[true,null],"a":{"x":"\\""}}',
  ],
  [STRING, '["json", 1.0, null, [2], {"a":1}]', '[json, 1.0, null, [2], {"a":1}]'],
  [BYTES, '"ew=="', Buffer.from('{')],
  [DATE, '10', 10],
  [TIME, '100', 100],
  [TIME, '86400000', 86_400_000],
  [TIMESTAMP, '1795305600000', 1_795_305_600_000],
  [TIMESTAMP, '"100"', 100],
  [array(BIGINT), '[42, 42.0, "42", null]', [42, 42, 42, null]],
  [
    map(STRING, BIGINT),
    '{"b": 1, "B": "2", "1": null, "__proto__": 3}',
    new Map([
      ['b', 1],
      ['B', 2],
      ['1', null],
      ['__proto__', 3],
    ]),
  ],
  [
    struct([
      { name: 'X', type: INTEGER },
      { name: 'y', type: STRING },
    ]),
    '{"x": 1, "Y": "no"}',
    [1, null],
  ],
])('%j from %s', (type, json, value) => {
  expect(decodeOne(type, json)).toStrictEqual(value);
  expect(decodeOne(type, 'null')).toBeNull();
});

test.each<[SqlType, string]>([
  [BOOLEAN, '"true"'],
  [BOOLEAN, '1'],
  [INTEGER, '"seven"'],
  [INTEGER, '"7.9"'],
  [INTEGER, '" 7"'],
  [INTEGER, '""'],
  [INTEGER, '"2147483648"'],
  [INTEGER, 'true'],
  [INTEGER, '[1]'],
  [BIGINT, '"9223372036854775808"'],
  [BIGINT, '{}'],
  [DOUBLE, '"0x10"'],
  [DOUBLE, '""'],
  [DOUBLE, 'true'],
  [price, '1.123'],
  [price, '10000'],
  [price, '1e400'],
  [price, '"1e999999999"'],
  [price, '"NaN"'],
  [price, '" 1"'],
  [price, '0.30000000000000000001'],
  [price, 'true'],
  [STRING, '1e99999999999'],
  [STRING, '1'.repeat(1001)],
  [BYTES, '"abc"'],
  [BYTES, '"ab_="'],
  [BYTES, '1'],
  [DATE, '"today"'],
  [TIME, '-1'],
  [TIME, '86400001'],
  [TIMESTAMP, '"2020-01-01"'],
  [TIMESTAMP, '"9223372036854775808"'],
  [array(STRING), '{}'],
  [array(STRING), '"a"'],
  [map(STRING, STRING), '[]'],
  [map(STRING, INTEGER), '{"a":true}'],
  [struct([{ name: 'X', type: INTEGER }]), '[1]'],
  [struct([{ name: 'X', type: INTEGER }]), '{"x":"seven"}'],
])('%j not from %s', (type, json) => {
  expect(() => decodeOne(type, json)).toThrow(DeserializationError);
});

const v: readonly Column[] = [{ name: 'V', type: INTEGER }];

test.each([
  ['{"v":1}', 1],
  ['{"v":5,"V":6,"extra":1}', 6],
  ['{"V":6,"v":5}', 6],
  ['{"V":null,"v":5}', null],
  ['{"v":"seven","V":6}', 6],
  ['{"W":"seven"}', null],
  ['{"v":1,"v":2}', 2],
  ['{}', null],
  ['{"__proto__":{"V":1}}', null],
  ['\ufeff{"V":1}', 1],
])('the column V of %s is %p', (text, value) => {
  expect(decode(v, Buffer.from(text))).toStrictEqual([value]);
});

test('of two spellings the last counts; a quoted column matches exactly', () => {
  const columns = [
    { name: 'AB', type: INTEGER },
    { name: 'aB', type: INTEGER },
  ];
  expect(decode(columns, '{"ab":1,"Ab":2}')).toStrictEqual([2, null]);
  expect(decode(columns, '{"aB":3}')).toStrictEqual([3, 3]);
});

test('a column may be called __proto__', () => {
  expect(decode([{ name: '__proto__', type: STRING }], '{"__proto__":"x"}')).toStrictEqual(['x']);
  expect(decode([{ name: '__proto__', type: STRING }], '{}')).toStrictEqual([null]);
  expect(decode([{ name: 'constructor', type: STRING }], '{}')).toStrictEqual([null]);
});

test('null is no row', () => {
  expect(JSON_FORMAT.codec(v, options).decode(null)).toBeNull();
  expect(decode(v, 'null')).toBeNull();
});

test.each([
  '',
  ' ',
  '{"v": ',
  '[1]',
  '1',
  '"v"',
  '{"v":1} x',
  '{"v":1}{',
  "{'v':1}",
  '{"v":NaN}',
  '{"v":01}',
  '{"w":"a\nb"}',
])('%j is refused', (text) => {
  expect(() => decode(v, text)).toThrow(DeserializationError);
  expect(() => decode(v, Buffer.from(text))).toThrow(DeserializationError);
});

test('invalid UTF-8 is refused', () => {
  expect(() => decode(v, Buffer.from('7b2276223a31ff7d', 'hex'))).toThrow(DeserializationError);
});

test('deep nesting is refused, brackets in strings are not counted', () => {
  const columns = [{ name: 'V', type: STRING }];
  const nested = (depth: number) => `{"v":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  expect(decode(columns, nested(1000))?.[0]).toHaveLength(2 * 999);
  expect(() => decode(columns, nested(1001))).toThrow(DeserializationError);
  expect(() => decode(columns, nested(1_000_000))).toThrow(DeserializationError);
  expect(() => decode(columns, '['.repeat(100_000))).toThrow(DeserializationError);
  expect(decode(columns, `{"v":"${'{['.repeat(5000)}"}`)?.[0]).toHaveLength(10_000);
});

test('messages say where, and never what', () => {
  const columns = [{ name: 'A', type: struct([{ name: 'B', type: array(INTEGER) }]) }];
  expect(() => decode(columns, '{"a":{"b":["secret"]}}')).toThrow(
    "Can't coerce string to type. targetType: INTEGER, path: $.A.B[]",
  );
  expect(() => decode(columns, '{"secret":')).toThrow(/^Not a JSON value$/);
});

test('a single key column is bare, and so is a single value that is not wrapped', () => {
  for (const [role, wrapSingle] of [
    ['key', true],
    ['key', false],
    ['value', false],
  ] as const) {
    const codec = (type: SqlType) =>
      JSON_FORMAT.codec([{ name: 'K', type }], { ...options, role, wrapSingle });
    expect(codec(STRING).decode('"a"')).toStrictEqual(['a']);
    expect(codec(STRING).decode('42.000')).toStrictEqual(['42.000']);
    expect(codec(BIGINT).decode('9007199254740993')).toStrictEqual([9007199254740993n]);
    expect(codec(STRING).decode('null')).toStrictEqual([null]);
    expect(codec(STRING).decode(null)).toBeNull();
    expect(() => codec(STRING).decode('a')).toThrow(DeserializationError);
    expect(codec(STRING).decode('')).toEqual(['']);
    expect(codec(STRING).decode(' \n')).toEqual(['']);
    expect(() => codec(INTEGER).decode('')).toThrow(DeserializationError);
  }
});
