import { type Database, openDatabase } from 'ksqlite';
import { applyScripts } from 'ksqlite/cli';
import { checkFormat } from '../../../src/line/format/check-format.ts';
import { formatOption, LINE_FORMATS } from '../../../src/line/format/line-format.ts';
import { lineScripts } from '../../../src/line/sql-folder.ts';

/** Of the files as they were: folders that were made with them open. */
const HASHES = [
  '1424cec0',
  '99739e0b',
  '7dc73a40',
  '29a4dc3b',
  'a7bc9093',
  'feb700ce',
  '3e3803f1',
  '6714e502',
  'cc9a8372',
];

describe('a data folder', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
    // one of them says which format the folder is of
    await applyScripts(database, lineScripts('avro').slice(0, 1), () => 0);
  });
  afterAll(() => database.close());

  it('of no format yet takes any', async () => {
    const empty = await openDatabase();
    for (const format of LINE_FORMATS) checkFormat(empty, 'data', format);
    await empty.close();
  });

  it('of a format takes that one', () => {
    checkFormat(database, 'data', 'avro');
  });

  it.each(['json', 'protobuf', 'json_sr'] as const)(
    'of another format refuses %s, and says what helps',
    (format) => {
      expect(() => checkFormat(database, 'd', format)).toThrow(
        expect.objectContaining({
          code: 'SQL_REFUSED',
          message: `the data folder d was made with --format avro: start it with that, name another --data folder for ${format}, or empty this one with --fresh`,
        }),
      );
    },
  );
});

it('JSON is what the topology was before there were formats', () => {
  expect(lineScripts().map(({ sha256 }) => sha256.slice(0, 8))).toEqual(HASHES);
});

it('the option wins over LINE_FORMAT, and JSON is the default', () => {
  expect(formatOption({}, {})).toBe('json');
  expect(formatOption({}, { LINE_FORMAT: '' })).toBe('json');
  expect(formatOption({}, { LINE_FORMAT: 'AVRO' })).toBe('avro');
  expect(formatOption({ format: 'protobuf' }, { LINE_FORMAT: 'avro' })).toBe('protobuf');
  expect(() => formatOption({}, { LINE_FORMAT: 'xml' })).toThrow(
    'LINE_FORMAT: got "xml", wants json, avro, protobuf, json_sr',
  );
});
