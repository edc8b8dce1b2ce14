import { format, loadSchemaFormats } from '../../src/formats/formats.ts';
import { STRING } from '../../src/types/sql-type.ts';

beforeAll(() => loadSchemaFormats());

test.each(['JSON', 'KAFKA', 'DELIMITED', 'NONE', 'JSON_SR', 'AVRO', 'PROTOBUF', 'PROTOBUF_NOSR'])(
  '%s is found in any case',
  (name) => {
    expect(format(name)?.name).toBe(name);
    expect(format(name.toLowerCase())).toBe(format(name));
  },
);

test('others are not known', () => {
  for (const name of ['COBOL', '', '__proto__']) expect(format(name)).toBeUndefined();
});

test('NONE has no columns and no bytes', () => {
  const none = format('none');
  expect(none?.refuse([], 'key')).toBeUndefined();
  expect(none?.refuse([{ name: 'K', type: STRING }], 'key')).toContain('no columns');
  const codec = none?.codec([], { role: 'key', wrapSingle: false, delimiter: ',' });
  expect(codec?.encode([], 0)).toBeNull();
  expect(codec?.decode('anything')).toBeNull();
});
