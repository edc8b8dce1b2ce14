import * as fc from 'fast-check';
import { jsonCodec } from '../../src/formats/json/json-codec.ts';
import { stateCodec } from '../../src/formats/value-text.ts';
import { array, BIGINT, DOUBLE, map, STRING, struct } from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';
import { typesAndValues } from './arbitrary-values.ts';

test('any value of any type comes back as it was', () => {
  fc.assert(
    fc.property(typesAndValues, ([type, value]) => {
      const { encode, decode } = stateCodec(type);
      expect(decode(encode(value))).toStrictEqual(value);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [STRING, 'a"b', '"a\\"b"'],
  [BIGINT, 7, '7'],
  [BIGINT, 2n ** 62n, '"4611686018427387904"'],
  [DOUBLE, -0, '"-0"'],
  [DOUBLE, Number.NaN, '"NaN"'],
  [array(STRING), ['a', null], '["a",null]'],
  [struct([{ name: 'A', type: STRING }]), ['x'], '["x"]'],
  [
    map(STRING, DOUBLE),
    new Map([
      ['b', 1],
      ['1', 2],
    ]),
    '["b",1,"1",2]',
  ],
] as const)('%j %p is written %s', (type, value, text) => {
  expect(stateCodec(type).encode(value as SqlValue)).toBe(text);
});

test('a STRUCT that is on a topic as JSON is written as that, and comes back as it was', () => {
  fc.assert(
    // a copy: the JSON's text is kept with the value
    fc.property(fc.clone(typesAndValues, 2), ([[type, value], [, same]]) => {
      jsonCodec([{ name: 'V', type }], true).encode([value], 0);
      const { encode, decode } = stateCodec(type);
      expect(decode(encode(value))).toStrictEqual(same);
    }),
    { numRuns: 1000 },
  );
  const type = struct([{ name: 'a', type: struct([{ name: '1', type: DOUBLE }]) }]);
  const written = (value: SqlValue): string => {
    jsonCodec([{ name: 'V', type }], true).encode([value], 0);
    return stateCodec(type).encode(value);
  };
  expect(written([[2]])).toBe('{"a":{"1":2.0}}');
  // JSON has no -0.0
  expect(written([[-0]])).toBe('[["-0"]]');
});

test('a map keeps its order', () => {
  const { encode, decode } = stateCodec(map(STRING, DOUBLE));
  const read = decode(
    encode(
      new Map([
        ['2', 1],
        ['b', 2],
        ['1', 3],
      ]),
    ),
  );
  expect([...(read as ReadonlyMap<string, SqlValue>).keys()]).toEqual(['2', 'b', '1']);
});
