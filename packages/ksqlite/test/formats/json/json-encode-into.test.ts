import * as fc from 'fast-check';
import { JSON_FORMAT } from '../../../src/formats/json/json-format.ts';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import { DOUBLE, STRING } from '../../../src/types/sql-type.ts';
import { typesAndValues } from '../arbitrary-values.ts';

const options = { role: 'value', wrapSingle: true, delimiter: ',' } as const;

test('any row is written into a buffer as it is encoded', () => {
  fc.assert(
    fc.property(fc.array(typesAndValues, { maxLength: 5 }), (columns) => {
      const codec = JSON_FORMAT.codec(
        columns.map(([type], i) => ({ name: `Column "${i}"`, type })),
        options,
      );
      const row = ['a key', ...columns.map(([, value]) => value)];
      const writer = byteWriter(1);
      codec.encodeInto?.(writer, row, 1);
      expect(writer.view().toString('utf8')).toBe(
        Buffer.from(codec.encode(row, 1) as string).toString('utf8'),
      );
    }),
    { numRuns: 1000 },
  );
});

test('text of every length and alphabet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const writer = byteWriter(1);
      writer.text(text);
      expect(writer.view()).toEqual(Buffer.from(text, 'utf8'));
    }),
    { numRuns: 1000 },
  );
});

test('a bare value has no such way, for it may be no bytes at all', () => {
  const columns = [{ name: 'V', type: DOUBLE }];
  expect(JSON_FORMAT.codec(columns, { ...options, wrapSingle: false }).encodeInto).toBeUndefined();
  expect(
    JSON_FORMAT.codec([{ name: 'K', type: STRING }], { ...options, role: 'key' }).encodeInto,
  ).toBeUndefined();
});
