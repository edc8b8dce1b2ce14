import fc from 'fast-check';
import { jsonConverter } from '../../../src/connect/converters/json/json-converter.ts';
import type { Data, DataSchema } from '../../../src/connect/index.ts';

const plain = jsonConverter({ schemas: false, replaceNull: true });
const withSchemas = jsonConverter({ schemas: true, replaceNull: true });

const ROW: DataSchema = {
  type: 'struct',
  name: 'row.Value',
  optional: true,
  fields: [
    { field: 'id', schema: { type: 'int64' } },
    { field: 'name', schema: { type: 'string', optional: true, default: 'nobody' } },
    { field: 'photo', schema: { type: 'bytes', optional: true } },
    { field: 'tags', schema: { type: 'array', items: { type: 'string' } } },
    { field: 'sizes', schema: { type: 'map', keys: { type: 'string' }, values: { type: 'float64' } } },
  ],
};
const VALUE = {
  id: 9007199254740993n,
  name: null,
  photo: Buffer.from([1, 2, 255]),
  tags: ['a"b', 'é'],
  sizes: { x: 0.5, y: Number.NaN },
};

it('writes what the value says, digits and bytes as they are', () => {
  expect(plain.write('t', { schema: ROW, value: VALUE })).toBe(
    '{"id":9007199254740993,"name":"nobody","photo":"AQL/","tags":["a\\"b","é"],"sizes":{"x":0.5,"y":"NaN"}}',
  );
  expect(plain.write('t', { value: { a: 1n, b: [null, true] } })).toBe('{"a":1,"b":[null,true]}');
  expect(plain.write('t', null)).toBeNull();
});

it('writes nulls where defaults are not to replace them', () => {
  const keeping = jsonConverter({ schemas: false, replaceNull: false });
  expect(keeping.write('t', { schema: ROW, value: { ...VALUE, tags: [], sizes: {} } })).toContain(
    '"name":null',
  );
});

it('writes the schema as Kafka Connect does', () => {
  const written = String(withSchemas.write('t', { schema: ROW, value: { ...VALUE, sizes: {} } }));
  expect(JSON.parse(written).schema).toEqual({
    type: 'struct',
    fields: [
      { type: 'int64', optional: false, field: 'id' },
      { type: 'string', optional: true, default: 'nobody', field: 'name' },
      { type: 'bytes', optional: true, field: 'photo' },
      { type: 'array', items: { type: 'string', optional: false }, optional: false, field: 'tags' },
      {
        type: 'map',
        keys: { type: 'string', optional: false },
        values: { type: 'double', optional: false },
        optional: false,
        field: 'sizes',
      },
    ],
    optional: true,
    name: 'row.Value',
  });
});

it('reads back what it wrote', async () => {
  const data: Data = { schema: ROW, value: { ...VALUE, name: 'Ada', sizes: { x: 1.5 } } };
  const bytes = Buffer.from(String(withSchemas.write('t', data)));
  expect(await withSchemas.read('t', bytes)).toEqual({
    schema: {
      ...ROW,
      fields: expect.arrayContaining([{ field: 'id', schema: { type: 'int64' } }]),
    },
    value: data.value,
  });
});

it('reads whole numbers exactly', async () => {
  const text =
    '{"a":9007199254740993,"b":-9007199254740993,"c":0.1234567890123456789,"d":"9007199254740993","e":1234567890123456}';
  expect(await plain.read('t', Buffer.from(text))).toEqual({
    value: {
      a: 9007199254740993n,
      b: -9007199254740993n,
      c: 0.12345678901234568,
      d: '9007199254740993',
      e: 1234567890123456,
    },
  });
});

it.each([
  '5',
  '{"schema":null}',
  '{"schema":null,"payload":1,"more":2}',
  '{"schema":{"type":"int99"},"payload":1}',
])('refuses %s with schemas', async (text) => {
  expect(() => withSchemas.read('t', Buffer.from(text))).toThrow();
});

it('says of a text that it is not JSON', () => {
  expect(() => plain.read('t', Buffer.from('{'))).toThrow('it is not JSON');
});

it('takes whole numbers digit by digit, and no text for one', () => {
  const text = '{"a":1234567890123456789,"b":"\\u00001234567890123456789","c":[-1234567890123456.5,1e20]}';
  expect(plain.read('t', Buffer.from(text))).toEqual({
    value: { a: 1234567890123456789n, b: '\u00001234567890123456789', c: [-1234567890123456.5, 1e20] },
  });
});

it('gives any JSON back', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (text) => {
      const data = plain.read('t', Buffer.from(text)) as Data;
      expect(JSON.parse(String(plain.write('t', data)))).toEqual(JSON.parse(text));
    }),
  );
});
