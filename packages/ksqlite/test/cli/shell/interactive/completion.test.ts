import { completion } from '../../../../src/cli/shell/interactive/completion.ts';
import type { Entity } from '../../../../src/client/answers/answers.ts';
import { entityOf, fakeClient } from '../support/fake-client.ts';

const ANSWERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'SHOW STREAMS;': { streams: [{ name: 'READINGS' }] },
  'SHOW TABLES;': { tables: [{ name: 'HEAT' }] },
  'SHOW FUNCTIONS;': { functions: [{ name: 'REGEXP_SPLIT_TO_ARRAY' }] },
  'SHOW TOPICS;': { topics: [{ name: 'readings-raw' }, { name: 'heat' }] },
  'DESCRIBE STREAMS;': { sourceDescriptions: [{ fields: [{ name: 'READ_AT' }, { name: 'CELSIUS' }] }] },
};

function completer(answer: (sql: string) => readonly Entity[]) {
  let asked = 0;
  let now = 0;
  const client = fakeClient({
    execute: async (sql) => {
      asked++;
      return answer(sql);
    },
  });
  return {
    complete: completion(
      client,
      () => now,
      (folder) => (folder === 'sql/' ? ['a.sql', 'b.sql'] : ['sql/']),
    ),
    asked: () => asked,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const known = (sql: string): readonly Entity[] => {
  const fields = ANSWERS[sql];
  // as a server that lacks a statement does
  if (fields === undefined) throw new Error(`refused: ${sql}`);
  return [entityOf(fields)];
};

test.each<[string, string, readonly string[], string]>([
  [
    'streams, columns, functions and keywords',
    'SELECT RE',
    ['READINGS', 'READ_AT', 'REGEXP_SPLIT_TO_ARRAY'],
    'RE',
  ],
  ['in lower case', 'select cel', ['celsius'], 'cel'],
  ['a keyword', 'SHO', ['SHOW'], 'SHO'],
  ['topics in a quote', "PRINT 'rea", ['readings-raw'], 'rea'],
  ['folders in RUN SCRIPT', "run script 's", ['sql/'], 's'],
  ['files in RUN SCRIPT', "RUN SCRIPT 'sql/", ['sql/a.sql', 'sql/b.sql'], 'sql/'],
  ['a quote that is closed', "PRINT 'heat' FRO", ['FROM'], 'FRO'],
  ['no word', 'SELECT ', [], ''],
])('%s', async (_, line, some, word) => {
  const [found, completed] = await completer(known).complete(line);
  expect(found).toEqual(expect.arrayContaining([...some]));
  expect(found.every((candidate) => candidate.startsWith(word))).toBe(true);
  expect(completed).toBe(word);
});

test('a server that does not answer leaves the keywords', async () => {
  const { complete } = completer(() => {
    throw new Error('away');
  });
  expect(await complete('DESCR')).toEqual([['DESCRIBE'], 'DESCR']);
});

test('names are kept for a moment, and then asked for again', async () => {
  const { complete, asked, pass } = completer(known);
  await complete('S');
  const once = asked();
  await complete('SH');
  expect(asked()).toBe(once);
  pass(5_000);
  await complete('SH');
  expect(asked()).toBe(2 * once);
});
