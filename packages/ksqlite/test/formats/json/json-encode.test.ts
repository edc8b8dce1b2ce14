import { Big } from 'big.js';
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

test.each<[SqlType, SqlValue, string]>([
  [BOOLEAN, true, 'true'],
  [INTEGER, -7, '-7'],
  [BIGINT, 9007199254740991, '9007199254740991'],
  [BIGINT, 2n ** 63n - 1n, '9223372036854775807'],
  [DOUBLE, 1.25, '1.25'],
  [DOUBLE, 12, '12.0'],
  [DOUBLE, 10_000_000_000, '1.0E10'],
  [DOUBLE, 1e21, '1.0E21'],
  [DOUBLE, 1e-5, '1.0E-5'],
  [DOUBLE, 0, '0.0'],
  [DOUBLE, -0, '-0.0'],
  [DOUBLE, Number.NaN, '"NaN"'],
  [DOUBLE, Number.NEGATIVE_INFINITY, '"-Infinity"'],
  [decimal(4, 2), new Big('12'), '12.00'],
  [decimal(4, 2), new Big('-0'), '0.00'],
  [decimal(4, 2), new Big('-1.5'), '-1.50'],
  [decimal(38, 19), new Big('1.2345678901234567891'), '1.2345678901234567891'],
  [decimal(20, 6), new Big('0'), '0.000000'],
  [decimal(20, 7), new Big('0'), '0E-7'],
  [decimal(20, 7), new Big('0.000001'), '0.0000010'],
  [decimal(20, 7), new Big('-0.0000002'), '-2E-7'],
  [decimal(20, 10), new Big('0.00000015'), '1.500E-7'],
  [map(STRING, decimal(20, 10)), new Map([['m', new Big('0')]]), '{"m":0E-10}'],
  [decimal(38, 0), new Big('1e30'), `1${'0'.repeat(30)}`],
  [STRING, 'plain', '"plain"'],
  [STRING, '"\\\n\u0001', '"\\"\\\\\\n\\u0001"'],
  [STRING, `${'a long text '.repeat(9)}"`, `"${'a long text '.repeat(9)}\\""`],
  [STRING, '\u001f', '"\\u001F"'],
  [STRING, 'ü😀', '"ü\\uD83D\\uDE00"'],
  [STRING, '\\ud83d', '"\\\\ud83d"'],
  [STRING, '\ud800', '"\\uD800"'],
  [BYTES, Buffer.from('{'), '"ew=="'],
  [DATE, 10, '10'],
  [TIME, 1000, '1000'],
  [TIMESTAMP, 1_795_305_600_000, '1795305600000'],
  [array(BOOLEAN), [true, null], '[true,null]'],
  [array(BOOLEAN), [], '[]'],
  [
    map(STRING, INTEGER),
    new Map([
      ['b"', 1],
      ['1', null],
    ]),
    '{"b\\"":1,"1":null}',
  ],
  [map(STRING, INTEGER), new Map(), '{}'],
  [
    struct([
      { name: 'a', type: STRING },
      { name: 'B"', type: INTEGER },
    ]),
    ['x', null],
    '{"a":"x","B\\"":null}',
  ],
  [struct([]), [], '{}'],
])('%j %p is written %s', (type, value, json) => {
  const columns = [{ name: 'totalPrice', type }];
  expect(JSON_FORMAT.codec(columns, options).encode(['other', value], 1)).toBe(`{"totalPrice":${json}}`);
  expect(JSON_FORMAT.codec(columns, options).encode([null], 0)).toBe('{"totalPrice":null}');
  expect(JSON_FORMAT.codec(columns, { ...options, role: 'key' }).encode([value], 0)).toBe(json);
  expect(JSON_FORMAT.codec(columns, { ...options, wrapSingle: false }).encode([null], 0)).toBeNull();
});

test('columns are written in order, several key columns as an object', () => {
  const columns = [
    { name: 'b', type: INTEGER },
    { name: 'A', type: STRING },
  ];
  for (const role of ['key', 'value'] as const) {
    const codec = JSON_FORMAT.codec(columns, { ...options, role, wrapSingle: false });
    expect(codec.encode([0, 1, 'x'], 1)).toBe('{"b":1,"A":"x"}');
    expect(codec.encode([null, null], 0)).toBe('{"b":null,"A":null}');
  }
  expect(JSON_FORMAT.codec([], options).encode([], 0)).toBe('{}');
});

test('only maps with STRING keys are JSON', () => {
  const refuse = (type: SqlType) => JSON_FORMAT.refuse([{ name: 'M', type }], 'value');
  expect(refuse(map(STRING, array(struct([]))))).toBeUndefined();
  for (const type of [map(INTEGER, STRING), array(map(INTEGER, STRING)), map(STRING, map(INTEGER, STRING))]) {
    expect(refuse(type)).toBe('JSON only supports MAP types with STRING keys');
    expect(refuse(struct([{ name: 'F', type }]))).toBe('JSON only supports MAP types with STRING keys');
  }
});
