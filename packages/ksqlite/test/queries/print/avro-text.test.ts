import { Big } from 'big.js';
import { avroText } from '../../../src/queries/print/avro-text.ts';
import {
  array,
  BOOLEAN,
  BYTES,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  STRING,
  struct,
} from '../../../src/types/sql-type.ts';

/** What Avro 1.11.4 answered. */
test('a record is shown as GenericRecord.toString does', () => {
  const type = struct([
    { name: 'A', type: INTEGER },
    { name: 'S', type: STRING },
    { name: 'D', type: DOUBLE },
    { name: 'B', type: BYTES },
    { name: 'N', type: INTEGER },
    { name: 'L', type: array(STRING) },
    { name: 'M', type: map(STRING, INTEGER) },
    { name: 'T', type: BOOLEAN },
    { name: 'DEC', type: decimal(4, 2) },
  ]);
  const row = [
    1,
    'q"é\n',
    1,
    Buffer.from([1, 65, 200]),
    null,
    ['x', 'y'],
    new Map([['k', 5]]),
    true,
    Big('2.58'),
  ];
  expect(avroText(row, type)).toBe(
    '{"A": 1, "S": "q\\"é\\n", "D": 1.0, "B": "\\u0001AÈ", "N": null, "L": ["x", "y"], "M": {"k": 5}, "T": true, "DEC": "\\u0001\\u0002"}',
  );
});

test.each([
  ['0', '\\u0000'],
  ['1.27', '\\u007F'],
  ['1.28', '\\u0000\\u0080'],
  ['-1.28', '\\u0080'],
  ['-0.01', 'ÿ'],
])('the DECIMAL %s is shown as the bytes of its unscaled value', (value, text) => {
  expect(avroText(Big(value), decimal(4, 2))).toBe(`"${text}"`);
});
