import { Big } from 'big.js';
import {
  array,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  STRING,
  struct,
  TIME,
} from '../../../src/types/sql-type.ts';
import {
  bigint,
  bool,
  bytes,
  callScalar,
  double,
  FAILS,
  given,
  int,
  NULL,
  testScalar,
  text,
  timestamp,
} from '../support.ts';

const doc = text('{"a":{"b":[1,2.50,1e5,null,true,"t\\u00e9",{"x y":"q\\""}]}}');

testScalar('EXTRACTJSONFIELD', [
  [[doc, text('$.a.b[0]')], '1'],
  [[doc, text('$.a.b[1]')], '2.50'],
  [[doc, text('$.a.b[2]')], '1E+5'],
  [[doc, text('$.a.b[3]')], 'null'],
  [[doc, text('$.a.b[4]')], 'true'],
  [[doc, text('$.a.b[5]')], 'té'],
  [[doc, text('$.a.b[6]["x y"]')], 'q"'],
  [[doc, text('$.a.b[6]')], '{"x y":"q\\""}'],
  [[doc, text('$.a.b[9]')], null],
  [[doc, text('$.z')], null],
  [[doc, text('a')], FAILS],
  [[doc, text('$..a')], FAILS],
  [[text('{'), text('$.a')], FAILS],
  [[text(''), text('$.a')], null],
  [[text(null), text('$.a')], null],
]);
testScalar('IS_JSON_STRING', [
  [[text('[1, 2]')], true],
  [[text('null')], true],
  [[text('01')], false],
  [[text('{"a":1,}')], false],
  [[text('"a\tb"')], false],
  [[text('')], false],
  [[text(null)], false],
]);
testScalar('JSON_ARRAY_CONTAINS', [
  [[text('[1, 2]'), int(2)], true],
  [[text('[1.0]'), int(1)], false],
  [[text('[1.0]'), double(1)], true],
  [[text('["1"]'), text('1')], true],
  [[text('[[1]]'), int(1)], false],
  [[text('[true]'), bool(true)], true],
  [[text('[null]'), NULL], true],
  [[text('[9223372036854775807]'), bigint(9223372036854775807n)], true],
  [[text('{"a":1}'), int(1)], false],
  [[text('nonsense'), int(1)], false],
]);
testScalar('JSON_ARRAY_LENGTH', [
  [[text('[1,[2,3]]')], 2],
  [[text('{}')], null],
  [[text('[')], FAILS],
  [[text(null)], null],
]);
testScalar('JSON_ITEMS', [
  [[text('[1.0, "x", {"a": [] }]')], ['1.0', '"x"', '{"a":[]}']],
  [[text('{}')], FAILS],
  [[text(null)], null],
]);
testScalar('JSON_KEYS', [
  [[text('{"b":1,"a":2,"b":3}')], ['b', 'a']],
  [[text('[]')], null],
  [[text(null)], null],
]);
testScalar('JSON_RECORDS', [
  [
    [text('{"a":"x","b":1.0,"c":null,"d":{}}')],
    new Map([
      ['a', 'x'],
      ['b', '1.0'],
      ['c', 'null'],
      ['d', '{}'],
    ]),
  ],
  [[text('1')], null],
]);
testScalar('JSON_CONCAT', [
  [[text('{"a":1}'), text('{"b":1e5,"a":1.10}')], '{"a":1.10,"b":100000}'],
  [[text('[1]'), text('{"b":2}')], '[1,{"b":2}]'],
  [[text('1'), text('"x"')], '[1,"x"]'],
  [[text('1'), text(null)], null],
  [[text('1'), text('')], null],
  [[], FAILS],
]);

const row = struct([
  { name: 'b', type: array(DOUBLE) },
  { name: 'A', type: map(STRING, INTEGER) },
]);
testScalar('TO_JSON_STRING', [
  [
    [
      given(row, [
        [1, null, 1e10],
        new Map([
          ['z', 1],
          ['y', 2],
        ]),
      ]),
    ],
    '{"A":{"y":2,"z":1},"b":[1.0,null,1.0E10]}',
  ],
  [[text('a"\u001f')], '"a\\"\\u001F"'],
  [[given(decimal(4, 2), new Big('1.5'))], '1.50'],
  [[bytes(Buffer.from('hi'))], '"aGk="'],
  [[given(DATE, 18962)], '"2021-12-01"'],
  [[given(TIME, 45296789)], '"12:34:56"'],
  [[timestamp(1638360611123)], '"2021-12-01T12:10:11.123"'],
  [[double(Number.NaN)], '"NaN"'],
  [[bool(true)], 'true'],
  [[text(null)], 'null'],
  [[NULL], 'null'],
]);

test('a deeply nested or a long text does no harm', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  expect(callScalar('IS_JSON_STRING', [text(deep)])).toBe(false);
  expect(callScalar('IS_JSON_STRING', [text(`"${'x'.repeat(3_000_000)}"`)])).toBe(true);
});
