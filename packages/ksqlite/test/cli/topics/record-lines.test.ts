/** What `consume` writes `produce` reads: the same bytes, whatever they are. */
import fc from 'fast-check';
import { FIELD_FORMATS, type FieldFormatName } from '../../../src/cli/topics/records/field-format.ts';
import { type LineKind, lineRecord } from '../../../src/cli/topics/records/line-record.ts';
import { keyText, recordLine } from '../../../src/cli/topics/records/record-line.ts';
import type { TopicRecord } from '../../../src/topics/port.ts';

const record = (parts: Partial<TopicRecord>): TopicRecord => ({
  topic: 't',
  partition: 1,
  offset: 2,
  timestamp: 3,
  key: null,
  value: null,
  headers: [],
  ...parts,
});
const lineOf = (
  parts: Partial<TopicRecord>,
  value: FieldFormatName = 'JSON',
  key: FieldFormatName = 'TEXT',
) => recordLine(record(parts), { key, value }, undefined);
const read = (line: string, value: FieldFormatName = 'JSON', kind?: LineKind) =>
  lineRecord(line, { key: 'TEXT', value }, kind);

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array)),
  fc.uint8Array({ minLength: 8, maxLength: 8 }).map((array) => Buffer.from(array)),
  fc.double().map((value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeDoubleBE(value);
    return buffer;
  }),
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
  fc.constantFrom(
    ...['null', '"a"', ' {"a":1} ', '{"a":\n1}', '', '1e400', '12345678901234567890', '{"value":1}'].map(
      (text) => Buffer.from(text),
    ),
  ),
);
const header = fc.record({
  key: fc.oneof(fc.string(), fc.constantFrom('7', '__proto__', 'a')),
  value: fc.option(bytes),
});
const format = fc.constantFrom(
  ...(Object.keys(FIELD_FORMATS) as FieldFormatName[]).filter((name) => name !== 'SCHEMA'),
);

test('a record as a line gives the record back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.option(bytes),
      fc.option(bytes),
      fc.array(header, { maxLength: 3 }),
      format,
      format,
      async (key, value, headers, keyFormat, valueFormat) => {
        const line = await lineOf({ key, value, headers }, valueFormat, keyFormat);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(lineRecord(line, { key: keyFormat, value: valueFormat }, 'record')).toMatchObject({
          key: { bytes: key },
          value: { bytes: value },
          timestamp: 3,
          partition: 1,
          headers,
        });
      },
    ),
  );
});

test.each<[string, Buffer | null, FieldFormatName, string]>([
  ['JSON as it stands', Buffer.from('{"n":1.00}'), 'JSON', '"value":{"n":1.00}'],
  ['a string as JSON', Buffer.from('"a"'), 'JSON', '"value":"\\"a\\""'],
  ['text', Buffer.from('a b'), 'JSON', '"value":"a b"'],
  ['JSON as text', Buffer.from('{"n":1}'), 'TEXT', '"value":"{\\"n\\":1}"'],
  ['no text', Buffer.from([0xff]), 'JSON', '"valueBase64":"/w=="'],
  ['no value', null, 'JSON', '"value":null'],
  ['an INT', Buffer.from([0, 0, 1, 0]), 'INT', '"value":256'],
  ['no INT', Buffer.from([1]), 'INT', '"valueBase64":"AQ=="'],
  ['a BIGINT', Buffer.from('7fffffffffffffff', 'hex'), 'BIGINT', '"value":9223372036854775807'],
  ['a DOUBLE', Buffer.from('3ff8000000000000', 'hex'), 'DOUBLE', '"value":1.5'],
  ['no number', Buffer.from('7ff8000000000000', 'hex'), 'DOUBLE', '"value":"NaN"'],
])('%s', async (_, value, valueFormat, expected) => {
  expect(await lineOf({ value, key: Buffer.from('k') }, valueFormat)).toBe(
    `{"partition":1,"offset":2,"timestamp":3,"key":"k",${expected},"headers":{}}\n`,
  );
});

test.each([
  ['a value alone', '{"celsius":31}', '{"celsius":31}'],
  ['a value that has one field more than a record', '{"value":1,"unit":"C"}', '{"value":1,"unit":"C"}'],
  ['a record', '{"value":12345678901234567890}', '12345678901234567890'],
  ['a text', '{"value":"a"}', 'a'],
  ['Base64', '{"valueBase64":"YQ=="}', 'a'],
])('%s is taken', (_, line, value) => {
  expect(String(read(line).value.bytes)).toBe(value);
});

test('a line may be called a value, or must be a record', () => {
  expect(String(read('{"value":1}', 'JSON', 'value').value.bytes)).toBe('{"value":1}');
  expect(() => read('{"celsius":31}', 'JSON', 'record')).toThrow('is not a record: {"key": …, "value": …}');
});

test.each<[string, FieldFormatName, string]>([
  [
    '{"key":"a","va',
    'JSON',
    'is not JSON, and JSON is the format of values (--value-format TEXT takes any line)',
  ],
  ['{"value":1,"timestamp":"now"}', 'JSON', '"timestamp" must be a whole number of ms since the epoch'],
  ['{"value":1,"partition":-1}', 'JSON', '"partition" must be the number of a partition'],
  ['{"value":1,"valueBase64":"YQ=="}', 'JSON', 'has both "value" and "valueBase64"'],
  ['{"valueBase64":"?"}', 'JSON', '"value": "?" is not Base64'],
  ['{"value":1,"headers":{"a":1}}', 'JSON', '"headers": "a" must be a text or null'],
  ['{"value":2147483648}', 'INT', '"value": 2147483648 is not an INT: a whole number of 32 bits'],
  ['1.5', 'BIGINT', '1.5 is not a BIGINT: a whole number of 64 bits'],
])('%s is refused', (line, valueFormat, message) => {
  expect(() => read(line, valueFormat)).toThrow(new Error(message));
});

test('a key is named by its text, or its JSON', async () => {
  const named = (key: Buffer | null, keyFormat: FieldFormatName) =>
    keyText(record({ key }), keyFormat, undefined);
  expect(await named(Buffer.from('attic'), 'TEXT')).toBe('attic');
  expect(await named(Buffer.from([0, 0, 0, 7]), 'INT')).toBe('7');
  expect(await named(null, 'TEXT')).toBeNull();
});
