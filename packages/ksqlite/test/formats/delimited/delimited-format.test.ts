import { Big } from 'big.js';
import * as fc from 'fast-check';
import { DeserializationError } from '../../../src/formats/codec.ts';
import { DELIMITED_FORMAT } from '../../../src/formats/delimited/delimited-format.ts';
import { wellFormed } from '../../../src/formats/text/well-formed.ts';
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
import { scalarTypes, values } from '../arbitrary-values.ts';

const codec = (list: readonly SqlType[], delimiter = ',') =>
  DELIMITED_FORMAT.codec(
    list.map((type, i) => ({ name: `C${i}`, type })),
    { role: 'value', wrapSingle: false, delimiter },
  );

const order = [BIGINT, STRING, DOUBLE, decimal(4, 2), TIME, DATE, TIMESTAMP, BYTES, BOOLEAN];
const orderRow = [1511897796092, 'item_1', 10, new Big('10.10'), 100, 10, 100, Buffer.from('{'), true];

test.each([
  [',', '1511897796092,item_1,10.0,10.10,100,10,100,ew==,true'],
  ['|', '1511897796092|item_1|10.0|10.10|100|10|100|ew==|true'],
  ['TAB', '1511897796092\titem_1\t10.0\t10.10\t100\t10\t100\tew==\ttrue'],
  ['SPACE', '1511897796092 item_1 10.0 10.10 100 10 100 ew== true'],
])('delimiter %s', (delimiter, line) => {
  expect(codec(order, delimiter).encode(['key', ...orderRow], 1)).toBe(line);
  for (const text of [line, `${line}\r\n`, `\n${line}\nnext`]) {
    expect(codec(order, delimiter).decode(Buffer.from(text))).toStrictEqual(orderRow);
  }
});

test('empty fields are null, null is an empty field', () => {
  expect(codec([STRING, INTEGER, BOOLEAN]).decode(',,')).toStrictEqual([null, null, null]);
  expect(codec([STRING, INTEGER, BOOLEAN]).encode([null, null, null], 0)).toBe(',,');
  expect(codec([STRING, STRING]).decode('"",""')).toStrictEqual([null, null]);
});

test.each<[string, SqlValue[]]>([
  ['"a,b",c', ['a,b', 'c']],
  ['"a""b",c', ['a"b', 'c']],
  ['a"b,"c"', ['a"b', 'c']],
  ['"a" ,\'c\'', ['a', "'c'"]],
  ['"a\nb",c', ['a\nb', 'c']],
  [' a , c', [' a ', ' c']],
])('%j is read as %j', (text, row) => {
  expect(codec([STRING, STRING]).decode(text)).toStrictEqual(row);
});

test.each<[SqlValue[], string]>([
  [['a,b', 'c'], '"a,b",c'],
  [['a"b', 'c\r\n'], '"a""b","c\r\n"'],
  [['', ''], '"",'],
  [['-1', '-1'], '"-1",-1'],
  [['a ', '#'], '"a ","#"'],
])('%j is written %j', (row, text) => {
  expect(codec([STRING, STRING]).encode(row, 0)).toBe(text);
});

test.each<[SqlType, string]>([
  [STRING, ''],
  [STRING, '\n'],
  [STRING, 'a,b'],
  [STRING, '"a'],
  [STRING, '"a"b'],
  [INTEGER, 'x'],
  [INTEGER, '7.9'],
  [BIGINT, '9223372036854775808'],
  [DOUBLE, 'x'],
  [decimal(4, 2), '1.123'],
  [decimal(4, 2), '100'],
  [decimal(4, 2), 'x'],
  [TIME, '86400001'],
  [BYTES, 'abc'],
])('%j not from %j', (type, text) => {
  expect(() => codec([type]).decode(text)).toThrow(DeserializationError);
});

test('whatever is not true is false', () => {
  expect(codec([BOOLEAN]).decode('TRUE')).toStrictEqual([true]);
  expect(codec([BOOLEAN]).decode('yes')).toStrictEqual([false]);
});

test('any row comes back; empty text as null', () => {
  const rows = fc
    .array(
      scalarTypes.chain((type) => fc.tuple(fc.constant(type), values(type))),
      { minLength: 2, maxLength: 4 },
    )
    .filter(([first]) => first?.[1] !== null);
  fc.assert(
    fc.property(rows, fc.constantFrom(',', '|', 'TAB', 'SPACE'), (pairs, delimiter) => {
      const { encode, decode } = codec(
        pairs.map(([type]) => type),
        delimiter,
      );
      const row = pairs.map(([, value]) => value);
      const isEmpty = (value: SqlValue) => value === '' || (Buffer.isBuffer(value) && value.length === 0);
      expect(decode(encode(row, 0))).toStrictEqual(
        row.map((value) => (isEmpty(value) ? null : typeof value === 'string' ? wellFormed(value) : value)),
      );
    }),
    { numRuns: 1000 },
  );
});

test('nothing but DeserializationError is thrown, whatever the bytes', () => {
  fc.assert(
    fc.property(
      fc.array(scalarTypes, { maxLength: 3 }),
      fc.oneof(fc.string(), fc.uint8Array()),
      (list, input) => {
        try {
          codec(list).decode(typeof input === 'string' ? input : Buffer.from(input));
        } catch (error) {
          expect(error).toBeInstanceOf(DeserializationError);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('primitive types only', () => {
  const refuse = (type: SqlType) => DELIMITED_FORMAT.refuse([{ name: 'ids', type }], 'value');
  for (const type of order) expect(refuse(type)).toBeUndefined();
  for (const type of [array(STRING), map(STRING, STRING), struct([])]) {
    expect(refuse(type)).toBe(`The 'DELIMITED' format does not support type '${type.kind}', column: \`ids\``);
  }
});
