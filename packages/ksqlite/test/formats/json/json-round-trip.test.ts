import * as fc from 'fast-check';
import { DeserializationError } from '../../../src/formats/codec.ts';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
import type { SqlType } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { types, typesAndValues } from '../arbitrary-values.ts';

const options = { role: 'value', wrapSingle: true, delimiter: ',' } as const;
const columnsOf = (list: readonly SqlType[]) => list.map((type, i) => ({ name: `C${i}`, type }));

/** Jackson reads -0.0 as a BigDecimal, which has no sign on zero. */
function withoutNegativeZero(value: SqlValue): SqlValue {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withoutNegativeZero(item)]));
  return value;
}

test('any row comes back', () => {
  fc.assert(
    fc.property(fc.array(typesAndValues, { maxLength: 4 }), (pairs) => {
      const { encode, decode } = JSON_FORMAT.codec(columnsOf(pairs.map(([type]) => type)), options);
      const row = pairs.map(([, value]) => value);
      const text = encode(['key', ...row], 1) as string;
      const expected = row.map(withoutNegativeZero);
      expect(decode(text)).toStrictEqual(expected);
      expect(decode(Buffer.from(text))).toStrictEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('any single key comes back', () => {
  fc.assert(
    fc.property(typesAndValues, ([type, value]) => {
      const { encode, decode } = JSON_FORMAT.codec(columnsOf([type]), { ...options, role: 'key' });
      expect(decode(encode([value], 0))).toStrictEqual(value === null ? null : [withoutNegativeZero(value)]);
    }),
    { numRuns: 500 },
  );
});

test('a row written is JSON that JSON.parse reads to the same names', () => {
  fc.assert(
    fc.property(fc.array(typesAndValues, { minLength: 1, maxLength: 4 }), (pairs) => {
      const columns = columnsOf(pairs.map(([type]) => type));
      const text = JSON_FORMAT.codec(columns, options).encode(
        pairs.map(([, value]) => value),
        0,
      );
      expect(Object.keys(JSON.parse(text as string))).toEqual(columns.map(({ name }) => name));
    }),
  );
});

const bytes = fc.oneof(
  fc.uint8Array().map((array) => Buffer.from(array)),
  fc.json().map((text) => Buffer.from(text)),
  fc.json(),
  fc
    .dictionary(fc.constantFrom('C0', 'c0', 'c1', 'C1'), fc.jsonValue())
    .map((object) => JSON.stringify(object)),
  fc.string(),
);

test('nothing but DeserializationError is thrown, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.array(types, { maxLength: 2 }), bytes, fc.boolean(), (list, input, wrapSingle) => {
      const { decode } = JSON_FORMAT.codec(columnsOf(list), { ...options, wrapSingle });
      try {
        decode(input);
      } catch (error) {
        expect(error).toBeInstanceOf(DeserializationError);
      }
    }),
    { numRuns: 3000 },
  );
});
