import { ProjectJournal } from '../../../src/cli/dev/project/project-journal.ts';
import { syncProject } from '../../../src/cli/dev/project/sync-project.ts';
import type { Database } from '../../../src/database/database.ts';
import { engineOf } from '../../../src/database/engine-of.ts';
import { openOnDisk } from '../../../src/database/open-on-disk.ts';
import { type OwnFunction, scalarFunction } from '../../../src/index.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';

const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const COUNTS = 'CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;';
const BIG = 'CREATE STREAM big AS SELECT id, v FROM s WHERE v > 10;';
const BIGGER = 'CREATE STREAM bigger AS SELECT id, v FROM big WHERE v > 100;';

let database: Database;
const open = (disk = memoryDisk(), functions: readonly OwnFunction[] = []): void => {
  database = openOnDisk(disk, { now: Date.now, functions });
};
beforeEach(() => open());
afterEach(() => database.close());

/** Gives `what was done: label (note)` of each statement; of one that was refused its message in the place of the note. */
async function sync(text: string, { mayDrop = true, more = '' } = {}): Promise<readonly string[]> {
  const engine = engineOf(database);
  const journal = new ProjectJournal(engine.log, engine.now);
  const files = [{ name: 'a.sql', text }, ...(more === '' ? [] : [{ name: 'b.sql', text: more }])];
  const outcomes = await syncProject({ engine, journal, mayDrop }, files);
  return outcomes.map(({ done, label, note, error }) => {
    const why = error?.message ?? note;
    return `${done}: ${label}${why === undefined ? '' : ` (${why})`}`;
  });
}
const rows = (sql: string) => database.query(sql, { rows: 'arrays' }).all();
const insert = async (...values: readonly number[]): Promise<void> => {
  await database.insert(
    's',
    values.map((v) => ({ id: 'a', v })),
  );
  await database.settled();
};

test('what is new is executed, what was there is left alone, blanks and comments change nothing', async () => {
  expect(await sync(`${S} ${COUNTS}`)).toEqual(['new: CREATE STREAM S', 'new: CREATE TABLE COUNTS']);
  expect(
    await sync(
      `-- readings\n${S.toLowerCase().replaceAll("'json'", "'JSON'")}\n\n${COUNTS} /* all */ ${BIG}`,
    ),
  ).toEqual(['unchanged: CREATE STREAM S', 'unchanged: CREATE TABLE COUNTS', 'new: CREATE STREAM BIG']);
});

test('the order of statements and the file that they are in change nothing', async () => {
  await sync(`${S} ${COUNTS} ${BIG}`);
  expect(await sync(`${S} ${BIG}`, { more: COUNTS })).toEqual([
    'unchanged: CREATE STREAM S',
    'unchanged: CREATE STREAM BIG',
    'unchanged: CREATE TABLE COUNTS',
  ]);
});

test('a change that the upgrade rules allow replaces the statement, and its query continues', async () => {
  await sync(`${S} ${BIG}`);
  await insert(20, 7);
  expect(await sync(`${S} ${BIG.replace('10', '5')}`)).toEqual([
    'unchanged: CREATE STREAM S',
    'replaced: CREATE STREAM BIG',
  ]);
  await insert(6);
  expect(await rows('SELECT v FROM big;')).toEqual([[20], [6]]);
});

test('another change drops what depends on it, and makes all of that again from its topics', async () => {
  await sync(`${S} ${BIG} ${BIGGER}`);
  await insert(20, 200);
  const other = 'CREATE STREAM big AS SELECT v, id AS name FROM s WHERE v > 10 PARTITION BY v;';
  const done = await sync(`${S} ${other} CREATE STREAM bigger AS SELECT v, name FROM big WHERE v > 100;`);
  expect(done).toEqual([
    'unchanged: CREATE STREAM S',
    expect.stringMatching(/^rebuilt: CREATE STREAM BIG \(.+; with it CREATE STREAM BIGGER\)$/),
    'rebuilt: CREATE STREAM BIGGER (it depended on CREATE STREAM BIG)',
  ]);
  await database.settled();
  expect(await rows('SELECT * FROM big;')).toEqual([
    [20, 'a'],
    [200, 'a'],
  ]);
  expect(await rows('SELECT * FROM bigger;')).toEqual([[200, 'a']]);
});

test('what takes all columns of a stream follows it when it gets one more', async () => {
  const all = 'CREATE STREAM every AS SELECT * FROM s;';
  await sync(`${S} ${all}`);
  const wider = S.replace('v INT', 'v INT, w INT');
  expect(await sync(`${wider} ${all}`)).toEqual([
    'replaced: CREATE STREAM S',
    'replaced: CREATE STREAM EVERY (its columns are those of what it reads)',
  ]);
  expect(
    database
      .sources()
      .find(({ name }) => name === 'EVERY')
      ?.columns.map(({ name }) => name),
  ).toEqual(['ID', 'V', 'W']);
});

test('what is no longer there is dropped, with what depends on it', async () => {
  await sync(`${S} ${BIG} ${BIGGER}`);
  expect(await sync(`${S} ${BIGGER}`)).toEqual([
    'removed: CREATE STREAM BIG (with what depends on it: CREATE STREAM BIGGER)',
    'unchanged: CREATE STREAM S',
    'refused: CREATE STREAM BIGGER (BIG does not exist.)',
  ]);
  expect(database.queries()).toEqual([]);
  expect(await sync(`${S} ${BIG} ${BIGGER}`)).toEqual([
    'unchanged: CREATE STREAM S',
    'new: CREATE STREAM BIG',
    'new: CREATE STREAM BIGGER',
  ]);
});

test('a statement that is wrong is refused, and what it was before runs on with all that depends on it', async () => {
  await sync(`${S} ${BIG} ${BIGGER}`);
  const wrong = BIG.replace('v > 10', 'w > 10');
  expect(await sync(`${S} ${wrong} ${BIGGER} ${COUNTS}`)).toEqual([
    'unchanged: CREATE STREAM S',
    "refused: CREATE STREAM BIG (WHERE column 'W' cannot be resolved.)",
    'unchanged: CREATE STREAM BIGGER',
    'new: CREATE TABLE COUNTS',
  ]);
  await insert(200);
  expect(await rows('SELECT v FROM bigger;')).toEqual([[200]]);
});

test('what is not SQL is refused alone, and nothing of its file is dropped for it', async () => {
  await sync(`${S} ${BIG}`);
  const done = await sync(`${S} CREATE STREM big AS SELECT id FROM s; ${COUNTS}`);
  expect(done).toEqual([
    'unchanged: CREATE STREAM S',
    'new: CREATE TABLE COUNTS',
    expect.stringMatching(/^refused: statement \(expected .+ found STREM/),
  ]);
  expect(database.queries().map(({ id }) => id)).toEqual(['CSAS_BIG_1', 'CTAS_COUNTS_2']);
});

test('places of errors are those in the file', async () => {
  const engine = engineOf(database);
  const text = `${S}\n\n  CREATE STREAM x AS\n  SELECT id, nothing FROM s;`;
  const journal = new ProjectJournal(engine.log, engine.now);
  const outcomes = await syncProject({ engine, journal, mayDrop: true }, [{ name: 'sql/a.sql', text }]);
  expect(outcomes[1]).toMatchObject({ line: 3, error: { at: { file: 'sql/a.sql', line: 4, column: 14 } } });
});

test('rows of INSERT … VALUES are inserted once, over restarts too', async () => {
  const disk = memoryDisk();
  open(disk);
  const text = `${S} INSERT INTO s VALUES ('a', 1); INSERT INTO s VALUES ('a', 1);`;
  expect(await sync(text)).toEqual([
    'new: CREATE STREAM S',
    'new: INSERT INTO S VALUES',
    'new: INSERT INTO S VALUES',
  ]);
  await database.close();
  open(disk);
  expect(await sync(`${text} INSERT INTO s VALUES ('a', 2);`)).toEqual([
    'unchanged: CREATE STREAM S',
    'unchanged: INSERT INTO S VALUES',
    'unchanged: INSERT INTO S VALUES',
    'new: INSERT INTO S VALUES',
  ]);
  expect(await rows('SELECT v FROM s;')).toEqual([[1], [1], [2]]);
});

test('INSERT INTO … SELECT that was changed ends, and begins as another one', async () => {
  const into =
    "CREATE STREAM t (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);";
  await sync(`${S} ${into} INSERT INTO t SELECT * FROM s;`);
  expect(await sync(`${S} ${into} INSERT INTO t SELECT * FROM s WHERE v > 3;`)).toEqual([
    'removed: INSERT INTO T SELECT',
    'unchanged: CREATE STREAM S',
    'unchanged: CREATE STREAM T',
    'new: INSERT INTO T SELECT',
  ]);
  expect(database.queries()).toHaveLength(1);
});

test('SET, DEFINE and CREATE TYPE count for what stands behind them', async () => {
  const text = `CREATE TYPE point AS STRUCT<x INT>; DEFINE name = 'places'; SET 'auto.offset.reset' = 'latest';
    CREATE STREAM \${name} (p point) WITH (KAFKA_TOPIC='p', VALUE_FORMAT='JSON', PARTITIONS=1);
    CREATE STREAM xs AS SELECT p->x AS x FROM \${name};`;
  expect(await sync(text)).toEqual([
    'new: CREATE TYPE POINT',
    'new: CREATE STREAM PLACES',
    'new: CREATE STREAM XS',
  ]);
  expect(await sync(text.replace("'latest'", "'earliest'"))).toEqual([
    'unchanged: CREATE TYPE POINT',
    expect.stringMatching(/^(replaced|rebuilt): CREATE STREAM PLACES/),
    expect.stringMatching(/^(replaced|rebuilt): CREATE STREAM XS/),
  ]);
  const wider = text.replace('x INT', 'x INT, y INT').replace("'latest'", "'earliest'");
  expect((await sync(wider)).map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'rebuilt: CREATE TYPE POINT',
    expect.stringMatching(/^(replaced|rebuilt): CREATE STREAM PLACES/),
    expect.stringMatching(/: CREATE STREAM XS/),
  ]);
});

test('what asks is left out, and what it is for is said', async () => {
  expect(await sync(`${S} SELECT * FROM s EMIT CHANGES; DROP STREAM IF EXISTS s;`)).toEqual([
    'new: CREATE STREAM S',
    'skipped: SELECT * FROM s EMIT CHANGES (it asks, and changes nothing: the page and `ksqlite sql` show what it answers)',
    'skipped: DROP STREAM IF EXISTS s (not needed: what is no longer in the files is dropped)',
  ]);
});

test('a name that is there twice', async () => {
  expect(await sync(`${S} ${COUNTS}`, { more: COUNTS })).toEqual([
    'new: CREATE STREAM S',
    'new: CREATE TABLE COUNTS',
    'refused: statement (CREATE TABLE COUNTS is there twice: first at a.sql:1)',
  ]);
});

test('what others have made stays, and is made again where what it reads is', async () => {
  await sync(`${S} ${BIG}`);
  await database.execute(`${BIGGER} CREATE STREAM mine AS SELECT * FROM s;`);
  const done = await sync(`${S} CREATE STREAM big AS SELECT v, id FROM s PARTITION BY v;`);
  expect(done).toEqual([
    'unchanged: CREATE STREAM S',
    expect.stringMatching(/^rebuilt: CREATE STREAM BIG /),
    'rebuilt: CREATE STREAM BIGGER (it depended on CREATE STREAM BIG)',
  ]);
  expect(await sync(S)).toEqual([
    'removed: CREATE STREAM BIG (with what depends on it: CREATE STREAM BIGGER)',
    'unchanged: CREATE STREAM S',
    'refused: CREATE STREAM BIGGER (BIG does not exist.)',
  ]);
  expect(database.queries().map(({ id }) => id)).toEqual(['CSAS_MINE_3']);
});

test('where nothing may be dropped that is refused, and the rest is done', async () => {
  await sync(`${S} ${BIG} ${COUNTS}`);
  const other = 'CREATE STREAM big AS SELECT v, id FROM s PARTITION BY v;';
  const done = await sync(`${S} ${other} ${BIGGER}`, { mayDrop: false });
  expect(done.map((line) => line.replace(/ \(.*/s, ''))).toEqual([
    'refused: CREATE TABLE COUNTS',
    'unchanged: CREATE STREAM S',
    'refused: CREATE STREAM BIG',
    'new: CREATE STREAM BIGGER',
  ]);
});

describe('what calls a function of one’s own', () => {
  const half = (returns: 'INT' | 'DOUBLE') =>
    scalarFunction({
      name: 'HALF',
      args: ['INT'],
      returns,
      call: (v) => (returns === 'INT' ? v >> 1 : v / 2),
    });
  const HALVES = 'CREATE STREAM halves AS SELECT id, HALF(v) AS v FROM s;';
  const TEXT = `${S} ${HALVES} CREATE TABLE most AS SELECT id, MAX(v) AS v FROM halves GROUP BY id;`;
  /** Read, then closed. */
  const made = async (disk: ReturnType<typeof memoryDisk>): Promise<void> => {
    await database.close();
    open(disk, [half('INT')]);
    await sync(TEXT);
    await insert(7);
    await database.close();
  };

  test('is made again from its topics when the function has other types', async () => {
    const disk = memoryDisk();
    await made(disk);
    open(disk, [half('DOUBLE')]);
    expect(await sync(TEXT)).toEqual([
      'unchanged: CREATE STREAM S',
      expect.stringMatching(
        /^rebuilt: CREATE STREAM HALVES \(.+HALF was HALF\(INTEGER\) INTEGER .+; with it CREATE TABLE MOST\)$/,
      ),
      'rebuilt: CREATE TABLE MOST (it depended on CREATE STREAM HALVES)',
    ]);
    await insert(9);
    // what it had written is gone
    expect(await rows('SELECT v FROM halves;')).toEqual([[3.5], [4.5]]);
    expect(await rows('SELECT v FROM most;')).toEqual([[4.5]]);
    expect(await sync(TEXT)).toHaveLength(3);
    await database.close();
    open(disk, [half('DOUBLE')]);
    expect((await sync(TEXT)).every((line) => line.startsWith('unchanged'))).toBe(true);
    expect(database.queries().map(({ state }) => state)).toEqual(['RUNNING', 'RUNNING']);
  });

  test('waits in state ERROR while the function is gone, and continues when it is back', async () => {
    const disk = memoryDisk();
    await made(disk);
    open(disk);
    const done = await sync(TEXT);
    expect(done.map((line) => line.replace(/ \(.*/s, ''))).toEqual([
      'unchanged: CREATE STREAM S',
      'refused: CREATE STREAM HALVES',
      'refused: CREATE TABLE MOST',
    ]);
    await insert(9);
    await database.close();
    open(disk, [half('INT')]);
    expect((await sync(TEXT)).every((line) => line.startsWith('unchanged'))).toBe(true);
    await database.settled();
    expect(await rows('SELECT v FROM halves;')).toEqual([[3], [4]]);
  });

  test('stays in state ERROR where nothing may be dropped', async () => {
    const disk = memoryDisk();
    await made(disk);
    open(disk, [half('DOUBLE')]);
    expect((await sync(TEXT, { mayDrop: false }))[1]).toMatch(
      /^unchanged: CREATE STREAM HALVES \(it is in state ERROR: .+HALF\(INTEGER\) DOUBLE now/,
    );
  });
});

describe('connectors', () => {
  const CONNECTOR = `CREATE SOURCE CONNECTOR lines WITH ('connector.class'='org.apache.kafka.connect.file.FileStreamSourceConnector',
    'file'='nowhere.txt', 'topic'='s');`;

  test('are made, given another configuration and dropped as the files say', async () => {
    expect(await sync(`${CONNECTOR} ${S}`)).toEqual([
      'new: CREATE STREAM S',
      'new: CREATE SOURCE CONNECTOR LINES',
    ]);
    expect(await sync(`${S} ${CONNECTOR.replace('WITH', 'with')}`)).toEqual([
      'unchanged: CREATE STREAM S',
      'unchanged: CREATE SOURCE CONNECTOR LINES',
    ]);
    const worker = await database.connectors();
    await worker.pause('LINES');
    expect(await sync(`${S} ${CONNECTOR.replace('nowhere', 'elsewhere')}`)).toContain(
      'replaced: CREATE SOURCE CONNECTOR LINES',
    );
    expect(worker.get('LINES')).toMatchObject({ isPaused: true, config: { file: 'elsewhere.txt' } });
    expect(await sync(S)).toEqual(['unchanged: CREATE STREAM S', 'removed: CREATE CONNECTOR LINES']);
    expect(worker.list()).toEqual([]);
  });

  test('that are wrong, or there twice, change nothing', async () => {
    await sync(CONNECTOR);
    expect(await sync(CONNECTOR.replace("'file'", "'fiel'"))).toEqual([
      expect.stringMatching(
        /^refused: CREATE SOURCE CONNECTOR LINES \(file - Missing .*\nfiel - there is no/s,
      ),
    ]);
    expect(await sync(`${CONNECTOR} ${CONNECTOR}`)).toEqual([
      'refused: statement (CREATE SOURCE CONNECTOR LINES is there twice: first at a.sql:1)',
      'unchanged: CREATE SOURCE CONNECTOR LINES',
    ]);
    const { config } = (await database.connectors()).get('LINES');
    expect(config.file).toBe('nowhere.txt');
  });

  test('of others are left alone, and what is no longer there is not dropped where nothing may be', async () => {
    await database.execute(CONNECTOR.replace('lines', 'foreign'));
    await sync(CONNECTOR);
    expect(await sync("SET 'a'=;")).toEqual([expect.stringMatching(/^refused: statement/)]);
    expect(await sync('', { mayDrop: false })).toEqual([
      'refused: CREATE CONNECTOR LINES (the connector LINES runs in this data folder, and is no longer in the files)',
    ]);
    expect(await sync('')).toEqual(['removed: CREATE CONNECTOR LINES']);
    expect((await database.connectors()).list().map(({ name }) => name)).toEqual(['FOREIGN']);
  });
});
