import type { Migration } from '../../../../src/cli/migrate/files/migration.ts';
import { inspectRebuild, rebuild } from '../../../../src/cli/migrate/rebuild/rebuild.ts';
import { rebuildText } from '../../../../src/cli/migrate/rebuild/rebuild-text.ts';
import { type Fault, fakeKsqldb } from '../support/fake-ksqldb.ts';
import { jumpingClock } from '../support/jumping-clock.ts';
import { migrationOf } from '../support/migration-of.ts';
import { contextOf, runMigrations } from '../support/run-migrations.ts';

const ON = "VALUE_FORMAT='JSON', PARTITIONS=1";
const FILES = [
  migrationOf(
    1,
    `CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='a', ${ON});
CREATE STREAM all_of (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='all', ${ON});
CREATE STREAM other AS SELECT * FROM a EMIT CHANGES;`,
  ),
  migrationOf(
    2,
    `CREATE STREAM big WITH (KAFKA_TOPIC='big-ones') AS SELECT * FROM a WHERE v > 10 EMIT CHANGES;
CREATE STREAM raw_big (v VARCHAR) WITH (KAFKA_TOPIC='big-ones', ${ON});
INSERT INTO all_of SELECT * FROM big EMIT CHANGES;
INSERT INTO all_of SELECT * FROM a WHERE v < 0 EMIT CHANGES;`,
  ),
  migrationOf(3, 'CREATE TABLE counts AS SELECT k, COUNT(*) AS n FROM all_of GROUP BY k EMIT CHANGES;'),
];
const changed = (migration: Migration, from: string, to: string): Migration =>
  migrationOf(migration.version, migration.text.replace(from, to));
const LOWER = [FILES[0]!, changed(FILES[1]!, 'v > 10', 'v > 5'), FILES[2]!];

async function setUp(files: readonly Migration[] = FILES) {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await runMigrations(fake.client(), clock, files);
  const context = (fault?: (request: number, sql: string) => Fault | undefined) =>
    contextOf(fake.client(fault), clock);
  return { fake, clock, context };
}

const PLAN = `--rebuild BIG drops, in this order:
  TABLE COUNTS, its topic and all records on it
  INSERT INTO ALL_OF (query MIGRATION_002_4_ALL_OF)
  INSERT INTO ALL_OF (query MIGRATION_002_3_ALL_OF)
  STREAM RAW_BIG
  STREAM BIG, its topic and all records on it
  STREAM ALL_OF, its topic and all records on it
and makes again, each query from the beginning of its topics:
  CREATE STREAM ALL_OF (ksql/001_x.sql:2:1)
  CREATE STREAM BIG (ksql/002_x.sql:1:1)
  CREATE STREAM RAW_BIG (ksql/002_x.sql:2:1)
  INSERT INTO ALL_OF (ksql/002_x.sql:3:1)
  INSERT INTO ALL_OF (ksql/002_x.sql:4:1)
  CREATE TABLE COUNTS (ksql/003_x.sql:1:1)
`;

test('what depends on it is dropped in order and made again, as the files say now', async () => {
  const { fake, clock, context } = await setUp();
  const before = fake.carriedOut.length;
  expect(rebuildText(await inspectRebuild(context(), LOWER, 'big'))).toBe(PLAN);
  expect(fake.carriedOut).toHaveLength(before);
  const plan = await rebuild(context(), LOWER, 'big');
  expect(rebuildText(plan)).toBe(PLAN);
  expect(fake.carriedOut.slice(before)).toEqual([
    'DROP TABLE COUNTS DELETE TOPIC;',
    'TERMINATE MIGRATION_002_4_ALL_OF;',
    'TERMINATE MIGRATION_002_3_ALL_OF;',
    'DROP STREAM RAW_BIG;',
    'DROP STREAM BIG DELETE TOPIC;',
    'DROP STREAM ALL_OF DELETE TOPIC;',
    ...plan.makes.map(({ step }) => step.sql),
  ]);
  const { sources, queries } = fake.snapshot();
  const rebuilt = (await setUp(LOWER)).fake.snapshot();
  expect(sources).toEqual(rebuilt.sources);
  const start = (text: string) => text.replace('{"auto.offset.reset":"earliest"}', '{}');
  expect(queries.map(start)).toEqual(rebuilt.queries);
  expect(queries.filter((text) => text.includes('earliest'))).toHaveLength(4);
  // noted: the files are what was applied
  expect(await runMigrations(fake.client(), clock, LOWER)).toEqual([]);
  await expect(runMigrations(fake.client(), clock, FILES)).rejects.toMatchObject({
    code: 'MIGRATION_STATE',
    message: expect.stringMatching(
      /CREATE STREAM BIG \(line 1\) is another one now\. .*; or --rebuild BIG makes it and what depends on it again/,
    ),
  });
});

test('a stream that no query fills keeps its topic', async () => {
  const { fake, context } = await setUp();
  const { drops } = await rebuild(
    context(),
    [changed(FILES[0]!, 'v INT', 'v BIGINT'), FILES[1]!, FILES[2]!],
    'A',
  );
  expect(drops.at(-1)?.sql).toBe('DROP STREAM A;');
  expect(fake.sources.get('A')?.statement).toContain('V BIGINT');
});

test('killed or cut off at any request, it comes to its end when it is run again', async () => {
  const wanted = (await setUp(LOWER)).fake.snapshot().sources;
  const faults: readonly Fault[] = ['killed-before', 'killed-after', 'lost-after', 'away'];
  for (const fault of faults)
    for (let at = 4; at < 40; at += 9) {
      const { fake, clock, context } = await setUp();
      await rebuild(
        context((request) => (request === at ? fault : undefined)),
        LOWER,
        'BIG',
      ).catch(() => undefined);
      await rebuild(context(), LOWER, 'BIG');
      expect(fake.snapshot().sources).toEqual(wanted);
      expect(await runMigrations(fake.client(), clock, LOWER)).toEqual([]);
    }
});

test.each<[string, string, readonly Migration[], RegExp]>([
  ['a name that no file makes', 'NONE', FILES, /--rebuild NONE: no file that was applied makes it/],
  [
    'another change beside it',
    'BIG',
    [changed(FILES[0]!, 'SELECT * FROM a', 'SELECT k FROM a'), LOWER[1]!, FILES[2]!],
    /001_x\.sql: CREATE STREAM OTHER was changed too/,
  ],
  [
    'a statement that is gone',
    'BIG',
    [FILES[0]!, FILES[1]!, migrationOf(3, '-- nothing')],
    /003_x\.sql: CREATE TABLE COUNTS was changed too/,
  ],
  ['a file that is gone', 'BIG', FILES.slice(0, 2), /there is no file of that name/],
])('refuses %s, and changes nothing', async (_, name, files, message) => {
  const { fake, context } = await setUp();
  const before = fake.carriedOut.length;
  await expect(rebuild(context(), files, name)).rejects.toMatchObject({
    code: 'MIGRATION_STATE',
    message: expect.stringMatching(message),
  });
  expect(fake.carriedOut).toHaveLength(before);
});

test('refuses what a query of others reads', async () => {
  const { fake, context } = await setUp();
  await fake.client().execute('CREATE STREAM mine AS SELECT * FROM big EMIT CHANGES;');
  await expect(rebuild(context(), LOWER, 'BIG')).rejects.toMatchObject({
    message: expect.stringMatching(/the query CSAS_MINE_\d+ uses BIG, .* TERMINATE it/),
  });
});
