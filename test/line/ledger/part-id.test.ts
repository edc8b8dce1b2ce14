import fc from 'fast-check';
import { format, STRING } from 'ksqlite/internals';
import { partIdOf } from '../../../src/line/ledger/part-id.ts';

const idOf = (json: string): string | undefined => partIdOf(Buffer.from(json));

it.each([
  ['{"id":"a"}', 'a'],
  ['{"part":{"id":"no"},"id" : "a"}', 'a'],
  // as the statements read it, or a part that they use would be waited for as a dead letter
  ['{"ID":"a"}', 'a'],
  ['{"id":"a","ID":"b"}', 'b'],
  ['{"id":7}', '7'],
  ['{"id":12345678901234567890}', '12345678901234567890'],
  ['{"id":1.50}', '1.50'],
  ['{"id":{"a":1}}', '{"a":1}'],
  ['{"id":"\\u0061"}', 'a'],
  ['{"id":""}', undefined],
  ['{"id":null}', undefined],
  ['{"__proto__":{"id":"a"}}', undefined],
  ['{', undefined],
])('the id of %s is %s', (json, id) => {
  expect(idOf(json)).toBe(id);
});

it('is what the statements read, whatever the record', () => {
  const codec = format('JSON')?.codec(
    [
      { name: 'PART', type: STRING },
      { name: 'ID', type: STRING },
    ],
    { role: 'value', wrapSingle: true, delimiter: ',' },
  );
  const name = fc.constantFrom('id', 'ID', 'Id', 'part', '__proto__', 'i\\u0064');
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json)),
    fc.constantFrom('1e400', '"\\ud800"', '-0', '1.0'),
  );
  const record = fc
    .array(fc.tuple(name, value), { maxLength: 4 })
    .map((fields) => `{${fields.map(([field, text]) => `"${field}":${text}`).join()}}`);
  fc.assert(
    fc.property(record, (json) => {
      const read = codec?.decode(Buffer.from(json))?.[1];
      expect(idOf(json)).toBe(read === null || read === '' ? undefined : read);
    }),
    { numRuns: 1_000 },
  );
});
