import { Big } from 'big.js';
import * as fc from 'fast-check';
import type { Codec } from '../../src/formats/codec.ts';
import { format } from '../../src/formats/formats.ts';
import { isWellFormed, wellFormed } from '../../src/formats/text/well-formed.ts';
import {
  array,
  BYTES,
  DOUBLE,
  decimal,
  map,
  type SqlType,
  STRING,
  struct,
} from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';
import { typesAndValues } from './arbitrary-values.ts';

const codecOf = (
  name: string,
  types: readonly SqlType[],
  role: 'key' | 'value' = 'value',
): Codec | undefined => {
  const columns = types.map((type, i) => ({ name: `C${i}`, type }));
  const known = format(name)!;
  if (known.refuse(columns, role) !== undefined) return undefined;
  return known.codec(columns, { role, wrapSingle: true, delimiter: ',' });
};
const survives = (codec: Codec, row: readonly SqlValue[]): boolean => codec.survives?.(row, 0) ?? true;

/** What decides whether two values are the same to every expression: the order of a map's entries and -0 too. */
const exactly = (value: SqlValue): unknown => {
  if (value instanceof Map) return { map: [...value].map(([key, item]) => [key, exactly(item)]) };
  if (value instanceof Big) return `${value.s} ${value.e} ${value.c}`;
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(exactly);
  return Object.is(value, -0) ? '-0' : value;
};
/** What is in the log is bytes, whatever it was when it was written. */
const readBack = (codec: Codec, row: readonly SqlValue[]): readonly SqlValue[] | null => {
  const bytes = codec.encode(row, 0);
  return codec.decode(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
};

test.each(['JSON', 'DELIMITED', 'KAFKA'])('a row that survives in %s is read back as it was', (name) => {
  fc.assert(
    fc.property(
      fc.array(typesAndValues, { minLength: 1, maxLength: name === 'KAFKA' ? 1 : 4 }),
      fc.constantFrom<'key' | 'value'>('key', 'value'),
      (pairs, role) => {
        const codec = codecOf(
          name,
          pairs.map(([type]) => type),
          role,
        );
        fc.pre(codec !== undefined);
        const row = pairs.map(([, value]) => value);
        if (codec.encode(row, 0) === null || !survives(codec, row)) return;
        expect(readBack(codec, row)?.map(exactly)).toEqual(row.map(exactly));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each<readonly [name: string, type: SqlType, value: SqlValue]>([
  ['JSON', DOUBLE, -0],
  ['JSON', array(DOUBLE), [1, -0]],
  ['JSON', map(STRING, DOUBLE), new Map([['b', -0]])],
  ['JSON', map(STRING, STRING), new Map([['2', null]])],
  ['JSON', struct([{ name: 'A', type: DOUBLE }]), [-0]],
  ['JSON', decimal(4, 2), new Big('1.234')],
  ['JSON', decimal(4, 2), new Big('-0')],
  ['DELIMITED', STRING, ''],
  ['DELIMITED', STRING, '\ud800'],
  ['DELIMITED', STRING, null],
  ['DELIMITED', BYTES, Buffer.alloc(0)],
  ['KAFKA', STRING, '\udc00'],
])('in %s a %j does not survive: %p', (name, type, value) => {
  expect(survives(codecOf(name, [type])!, [value])).toBe(false);
});

test.each<readonly [name: string, type: SqlType, value: SqlValue]>([
  ['JSON', DOUBLE, 0],
  ['JSON', DOUBLE, Number.NaN],
  ['JSON', STRING, '\ud800'],
  ['JSON', STRING, null],
  ['JSON', map(STRING, STRING), new Map([['b', null]])],
  ['JSON', decimal(4, 2), new Big('12.3')],
  ['DELIMITED', STRING, ' '],
  ['KAFKA', STRING, ''],
])('in %s a %j survives: %p', (name, type, value) => {
  expect(survives(codecOf(name, [type])!, [value])).toBe(true);
});

test('half a character is written as Java writes it', () => {
  expect(wellFormed('a\ud83d\ude00\ud83d')).toBe('a\ud83d\ude00?');
  expect(isWellFormed('\ud83d\ude00')).toBe(true);
});
