import type { Catalogue, CatalogueSource } from '../../page/src/api/answers.ts';
import { completions } from '../../page/src/views/editor/completions.ts';
import { logEntry } from '../../page/src/views/processing-log/log-entries.ts';
import { insertStatement } from '../../page/src/views/records/insert-statement.ts';

const source = (name: string, columns: readonly string[]): CatalogueSource => ({
  name,
  kind: 'STREAM',
  topic: name.toLowerCase(),
  keyFormat: 'KAFKA',
  valueFormat: 'JSON',
  windowed: false,
  sql: '',
  columns: columns.map((column, i) => ({ name: column, type: 'STRING', role: i === 0 ? 'key' : 'value' })),
});
const CATALOGUE: Catalogue = {
  sources: [source('ORDERS', ['ID', 'Mixed']), source('PEOPLE', ['NAME'])],
  functions: [{ name: 'UCASE', type: 'SCALAR' }],
};
const labels = (text: string, word: string): readonly string[] =>
  completions(text, word, 0, CATALOGUE).options.map(({ label }) => label);

describe('completion', () => {
  it('offers columns of the sources that the text names, then names, functions and keywords', () => {
    expect(labels('SELECT  FROM orders', '').slice(0, 4)).toEqual(['ID', 'Mixed', 'ORDERS', 'PEOPLE']);
    expect(labels('', 'U')).toEqual(expect.arrayContaining(['UCASE', 'SELECT']));
    expect(labels('SELECT 1', '')).not.toContain('ID');
  });

  it('offers the columns of what an alias stands for', () => {
    expect(labels('SELECT o.  FROM orders o JOIN people AS p', 'o.')).toEqual(['ID', 'Mixed']);
    expect(labels('SELECT p.  FROM orders o JOIN people AS p', 'p.N')).toEqual(['NAME']);
  });

  it('quotes what must be quoted', () => {
    const { options } = completions('FROM orders', 'M', 0, CATALOGUE);
    expect(options.find(({ label }) => label === 'Mixed')?.apply).toBe('`Mixed`');
  });
});

it('makes INSERT of what was filled in, with texts as texts', () => {
  const columns = [
    { name: 'K', type: 'STRING', role: 'key' },
    { name: 'N', type: 'INTEGER', role: 'value' },
    { name: 'M', type: 'INTEGER', role: 'value' },
    { name: 'A', type: 'ARRAY<INTEGER>', role: 'value' },
    { name: 'H', type: 'BYTES', role: 'header' },
  ] as const;
  const values = new Map([
    ['K', "it's"],
    ['N', '-1.5'],
    ['M', '1); DROP'],
    ['A', 'ARRAY[1]'],
    ['H', 'x'],
  ]);
  expect(insertStatement('a`b', columns, values)).toBe(
    "INSERT INTO `a``b` (`K`, `N`, `M`, `A`) VALUES ('it''s', -1.5, '1); DROP', ARRAY[1]);",
  );
  expect(insertStatement('T', columns, new Map([['N', '1']]))).toBe('INSERT INTO `T` (`N`) VALUES (1);');
});

describe('an entry of the processing log', () => {
  const entry = (message: object): ReturnType<typeof logEntry> =>
    logEntry({
      partition: 0,
      offset: 7,
      timestamp: 1,
      key: null,
      value: JSON.stringify({
        logger: 'processing.CSAS_A_1.KsqlTopic.Source',
        level: 'ERROR',
        time: 5,
        message,
      }),
    });

  it('says of a record that can’t be read what it was', () => {
    const read = {
      target: 'value',
      errorMessage: 'no',
      recordB64: btoa('{"a"'),
      cause: ['because'],
      topic: 't',
    };
    expect(entry({ type: 0, deserializationError: read, recordProcessingError: null })).toEqual({
      id: '0 7',
      time: 5,
      query: 'CSAS_A_1',
      step: 'KsqlTopic.Source',
      what: 'unreadable',
      message: 'no',
      cause: 'because',
      record: '{"a"',
    });
  });

  it('tells a failed step from a query that stopped', () => {
    expect(entry({ recordProcessingError: { errorMessage: 'x', record: '[1]', cause: [] } })).toMatchObject({
      what: 'failed',
      record: '[1]',
    });
    expect(entry({ kafkaStreamsThreadError: { errorMessage: 'y', cause: [] } })).toMatchObject({
      what: 'stopped',
    });
  });

  it('is none where it is no entry', () => {
    const record = { partition: 0, offset: 0, timestamp: 0, key: null };
    expect([null, 'text', '{}'].map((value) => logEntry({ ...record, value }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
