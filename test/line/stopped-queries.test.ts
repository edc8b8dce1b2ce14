import { openDatabase, scalarFunction } from 'ksqlite';
import { StoppedQueries } from '../../src/line/stopped-queries.ts';
import { cleanUp, temporaryFolder } from '../support/line-process.ts';

afterAll(cleanUp);

const SCRIPT = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM doubled AS SELECT id, TWICE(v) AS v FROM s;`;
const OTHER = 'CREATE STREAM others AS SELECT id, TWICE(v) AS w FROM s;';
const twice = scalarFunction({
  name: 'TWICE',
  description: '',
  args: ['INT'],
  returns: 'INT',
  call: (v) => v * 2,
});

/** What is told when a folder is opened without a function that two of its queries call. */
async function opened(
  serve: boolean,
): Promise<{ warned: string[]; failed: string[]; own: readonly string[] }> {
  const folder = temporaryFolder();
  const before = await openDatabase(folder, { functions: [twice] });
  await before.execute(SCRIPT + OTHER);
  await before.close();
  const [warned, failed]: [string[], string[]] = [[], []];
  const silent = (): void => undefined;
  const stopped = new StoppedQueries({
    scripts: [{ folder: '.', name: 'a.sql', text: SCRIPT, sha256: '' }],
    serve,
    log: { debug: silent, info: silent, error: silent, warn: (line) => warned.push(line) },
    onFailure: ({ message }) => failed.push(message),
  });
  const database = await openDatabase(folder, { onQueryError: stopped.onQueryError });
  stopped.watch(database);
  await database.close();
  return { warned, failed, own: stopped.own };
}

const NOT_NEEDED = expect.stringMatching(/^CSAS_OTHERS_2 has stopped, which the line does not need: .*TWICE/);

test('one of the line’s own ends it, another one does not', async () => {
  expect(await opened(false)).toEqual({
    warned: [NOT_NEEDED],
    failed: [expect.stringMatching(/^CSAS_DOUBLED_1: .*TWICE/)],
    own: ['CSAS_DOUBLED_1'],
  });
});

test('a line that serves stays up, and says which of its own has stopped', async () => {
  expect(await opened(true)).toEqual({
    warned: [
      expect.stringMatching(/^CSAS_DOUBLED_1 has stopped, and cars miss what it makes: .*TWICE/),
      NOT_NEEDED,
    ],
    failed: [],
    own: ['CSAS_DOUBLED_1'],
  });
});
