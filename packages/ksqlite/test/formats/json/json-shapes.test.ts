import * as fc from 'fast-check';
import type { Codec, Column } from '../../../src/formats/codec.ts';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
import { knownShapes } from '../../../src/formats/json/shapes/shapes.ts';
import { array, BIGINT, DOUBLE, decimal, INTEGER, map, STRING, struct } from '../../../src/types/sql-type.ts';
import { types } from '../arbitrary-values.ts';

const options = { role: 'value', wrapSingle: true, delimiter: ',' } as const;

const outcome = (codec: Codec, text: string): unknown => {
  try {
    return codec.decode(text);
  } catch (error) {
    return String(error);
  }
};

const columns: readonly Column[] = [
  { name: 'A', type: STRING },
  { name: 'B', type: DOUBLE },
  { name: 'C', type: BIGINT },
  { name: 'D', type: decimal(20, 4) },
  {
    name: 'E',
    type: struct([
      { name: 'A', type: STRING },
      { name: 'B', type: INTEGER },
    ]),
  },
  { name: 'F', type: array(BIGINT) },
  { name: 'G', type: map(STRING, STRING) },
];

const names = fc.constantFrom('a', 'A', 'b', 'B', 'c', 'd', 'D', 'e', 'f', 'g', 'x', '__proto__', '1');
const numbers = fc.constantFrom(
  '0',
  '-0',
  '7.5',
  '-12',
  '1e3',
  '9007199254740993',
  '1.00',
  '0.1234567890123456789',
);
const strings = fc.constantFrom('""', '"x"', '"8"', '"a rather long text"', '"\\u0041"', '"ü"', '"NaN"');
const scalars = fc.oneof(numbers, strings, fc.constantFrom('true', 'false', 'null'));
const gaps = fc.constantFrom('', '', '', ' ', '\n\t');
const json = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    scalars,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  ),
  object: fc
    .tuple(fc.array(fc.tuple(names, tie('value')), { maxLength: 6 }), gaps)
    .map(
      ([fields, gap]) =>
        `{${gap}${fields.map(([name, item]) => `"${name}":${gap}${item}`).join(`,${gap}`)}${gap}}`,
    ),
}));

/** Texts of few shapes: the scalars vary, the names don't. */
const lookalikes = json.object.chain((template) =>
  fc
    .array(fc.array(scalars, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 })
    .map((lists) => [template, ...lists.map((list) => refill(template, list))]),
);

const refill = (template: string, list: readonly string[]): string => {
  let next = 0;
  return template.replace(/(?<=: *)("[^"]*"|[^[\]{},"\s]+)/g, () => list[next++ % list.length] ?? '0');
};

test('what a shape reads is what is read without shapes', () => {
  fc.assert(
    fc.property(lookalikes, (texts) => {
      const seasoned = JSON_FORMAT.codec(columns, options);
      for (const text of [...texts, ...texts]) {
        // A codec's first record never finds a shape.
        expect(outcome(seasoned, text)).toStrictEqual(outcome(JSON_FORMAT.codec(columns, options), text));
      }
    }),
    { numRuns: 2000 },
  );
});

test('the same for any columns', () => {
  fc.assert(
    fc.property(fc.array(types, { maxLength: 4 }), fc.array(json.object, { maxLength: 4 }), (list, texts) => {
      const some = list.map((type, i) => ({ name: 'ABCD'[i] ?? '', type }));
      const seasoned = JSON_FORMAT.codec(some, options);
      for (const text of [...texts, ...texts]) {
        expect(outcome(seasoned, text)).toStrictEqual(outcome(JSON_FORMAT.codec(some, options), text));
      }
    }),
    { numRuns: 1000 },
  );
});

const shapesAfter = (...texts: string[]) => {
  const shapes = knownShapes(columns);
  for (const text of texts) shapes.missed(text, JSON.parse(text));
  return shapes;
};

test('a shape is learned from one record and fits those that look like it', () => {
  const { read } = shapesAfter('{"a":"x","b":1,"e":{"b":2},"f":[1],"x":{"y":[true]}}');
  const full = read('{"a":"y","b":1.5,"e":null,"f":[],"x":{"y":["z",1]}}');
  expect(full).toStrictEqual(['y', 1.5, null, null, null, [], null]);
  const nulls = read('{"a":null,"b":null,"e":{"b":null},"f":null,"x":{"y":[]}}');
  expect(nulls).toStrictEqual([null, null, null, null, [null, null], null, null]);
});

test.each([
  '{"b":1,"a":"x"}',
  '{"a":"x","b":"1"}',
  '{"a":"x","b":1e3}',
  '{"a":"x","b":01}',
  '{"a":"\\u0041","b":1}',
  '{"a":"\n","b":1}',
  '{"a":"x","b":1} ',
  '{"a":"x","b":1}}',
  ' {"a":"x","b":1}',
])('%j has another shape than {"A":"x","b":1}', (text) => {
  expect(shapesAfter('{"A":"x","b":1}').read(text.replace('"a"', '"A"'))).toBeUndefined();
});

test('blanks as in the record learned from, or any others', () => {
  const { read } = shapesAfter('{"A": "x", "b": 1}');
  for (const text of ['{"A": "y", "b": 2}', '{"A":"y","b":2}', ' {\n"A" : "y" ,\t"b" : 2 }\n']) {
    expect(read(text)).toStrictEqual(['y', 2, null, null, null, null, null]);
  }
});

test('the digits of long numbers are not lost', () => {
  const { read } = shapesAfter('{"c":1,"d":1,"f":[1]}');
  expect(read('{"c":9007199254740993,"d":1,"f":[1]}')).toBeUndefined();
  expect(read('{"c":1,"d":1,"f":[9007199254740993]}')).toBeUndefined();
  // JSON.parse would make 8 of it.
  expect(read('{"c":7.99999999999999999999,"d":1,"f":[1]}')).toBeUndefined();
  expect(read('{"c":1,"d":1,"f":[7.99999999999999999999]}')).toBeUndefined();
  expect(String(read('{"c":1,"d":1234567890123456.7891,"f":[1]}')?.[3])).toBe('1234567890123456.7891');
});

test('a long record that fits no shape is refused in linear time', () => {
  const { read } = shapesAfter('{"A":"x","f":[1,2],"g":{"a":"b"}}');
  const items = Array.from({ length: 100_000 }, (_, i) => i).join(',');
  const before = process.cpuUsage();
  expect(read(`{"A":"${'y'.repeat(400_000)}","f":[${items}],"g":{"a":"b","c":}`)).toBeUndefined();
  expect(read(`{"A":"${'y'.repeat(1_000_000)}`)).toBeUndefined();
  // what is quadratic takes minutes of the processor; microseconds, which a busy machine does not stretch
  expect(process.cpuUsage(before).user).toBeLessThan(20e6);
});

// found by --fuzz json: a regular expression that long is refused by V8, and such a name ended the engine
test('a record with an endless name has no shape', () => {
  const text = `{"${'n'.repeat(40_000)}":1,"A":"x"}`;
  expect(shapesAfter(text).read(text)).toBeUndefined();
});
