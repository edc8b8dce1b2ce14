import * as fc from 'fast-check';
import { DeserializationError } from '../../../src/formats/codec.ts';
import { KAFKA_FORMAT } from '../../../src/formats/kafka/kafka-format.ts';
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
  type SqlType,
  STRING,
} from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { values } from '../arbitrary-values.ts';

const options = { role: 'key', wrapSingle: false, delimiter: ',' } as const;
const codec = (type: SqlType) => KAFKA_FORMAT.codec([{ name: 'K', type }], options);

test.each([
  [INTEGER, -2, 'fffffffe'],
  [BIGINT, -2, 'fffffffffffffffe'],
  [BIGINT, 2n ** 63n - 1n, '7fffffffffffffff'],
  [BIGINT, 2 ** 40 + 1, '0000010000000001'],
  [DOUBLE, 1.5, '3ff8000000000000'],
  [BYTES, Buffer.from([1, 255]), '01ff'],
])('%j %p is %s', (type, value: SqlValue, hex) => {
  expect(codec(type).encode(['other', value], 1)).toEqual(Buffer.from(hex, 'hex'));
  expect(codec(type).decode(Buffer.from(hex, 'hex'))).toEqual([value]);
});

// found by random programs with seed 201711: x86 gives the NaN of a % b a sign
test.each(['fff8000000000000', '7ff8000000000000', 'fff0000000000001'])(
  'the NaN %s is the one of Java',
  (hex) => {
    const nan = Buffer.from(hex, 'hex').readDoubleBE(0);
    expect(codec(DOUBLE).encode(['other', nan], 1)).toEqual(Buffer.from('7ff8000000000000', 'hex'));
  },
);

test('text stays text', () => {
  const { encode, decode } = codec(STRING);
  expect(encode(['über'], 0)).toBe('über');
  expect(decode('über')).toEqual(['über']);
  expect(decode(Buffer.from('über'))).toEqual(['über']);
  expect(decode('')).toEqual(['']);
});

test('any value comes back; null is no bytes', () => {
  for (const type of [INTEGER, BIGINT, DOUBLE, STRING, BYTES]) {
    const { encode, decode } = codec(type);
    fc.assert(
      fc.property(values(type), (value) => {
        expect(decode(encode([value], 0))).toStrictEqual(
          value === null ? null : [typeof value === 'string' ? wellFormed(value) : value],
        );
      }),
    );
  }
});

test('other sizes are refused', () => {
  for (const type of [INTEGER, BIGINT, DOUBLE]) {
    for (const bytes of ['', 'abc', '123456789', Buffer.alloc(5)]) {
      expect(() => codec(type).decode(bytes)).toThrow(DeserializationError);
    }
  }
});

test('one column of a type that Kafka has', () => {
  const refuse = (...types: SqlType[]) =>
    KAFKA_FORMAT.refuse(
      types.map((type, i) => ({ name: `C${i}`, type })),
      'key',
    );
  expect(refuse()).toBeUndefined();
  for (const type of [INTEGER, BIGINT, DOUBLE, STRING, BYTES]) expect(refuse(type)).toBeUndefined();
  for (const type of [BOOLEAN, DATE, decimal(4, 2), array(STRING)]) {
    expect(refuse(type)).toContain(`does not support type '${type.kind}'`);
  }
  expect(refuse(STRING, STRING)).toContain('single');
});

test('without columns there are no bytes', () => {
  const { encode, decode } = KAFKA_FORMAT.codec([], options);
  expect(encode([], 0)).toBeNull();
  expect(decode('anything')).toBeNull();
});
