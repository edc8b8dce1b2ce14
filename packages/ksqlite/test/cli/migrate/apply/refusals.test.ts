import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyAll } from '../../../../src/cli/migrate/apply/apply-all.ts';
import type { Migration } from '../../../../src/cli/migrate/files/migration.ts';
import { readMigrations } from '../../../../src/cli/migrate/files/read-migrations.ts';
import { EVENT_FIELDS } from '../../../../src/cli/migrate/journal/journal-sql.ts';
import { CommandError } from '../../../../src/errors/command-error.ts';
import { fakeKsqldb } from '../support/fake-ksqldb.ts';
import { jumpingClock } from '../support/jumping-clock.ts';
import { migrationOf } from '../support/migration-of.ts';
import { contextOf, runMigrations } from '../support/run-migrations.ts';
import { TOPOLOGY } from '../support/topology.ts';

const SOURCES = TOPOLOGY[0]!;
const QUERIES = TOPOLOGY[1]!;
const changed = (migration: Migration, change: (text: string) => string): Migration =>
  migrationOf(migration.version, change(migration.text), migration.name.slice(4));

const failure = async (run: Promise<unknown>): Promise<CommandError> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CommandError);
  return error as CommandError;
};

async function applied(migrations: readonly Migration[]) {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await runMigrations(fake.client(), clock, migrations);
  const again = (files: readonly Migration[]) => runMigrations(fake.client(), clock, files);
  return { fake, again };
}

test('what is applied is not applied again', async () => {
  const { fake, again } = await applied([SOURCES]);
  const sent = fake.carriedOut.length;
  expect(await again([SOURCES])).toEqual([]);
  expect(await again([SOURCES, QUERIES])).toEqual(['002_queries']);
  expect(fake.carriedOut.length).toBe(sent + 3);
});

test('what another folder brought is passed over where it is named, and refused otherwise', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await runMigrations(fake.client(), clock, TOPOLOGY);
  const other = migrationOf(
    1,
    "CREATE STREAM e WITH (KAFKA_TOPIC='e') AS SELECT * FROM d EMIT CHANGES;",
    'other',
  );
  const { code, message } = await failure(runMigrations(fake.client(), clock, [other]));
  expect({ code, message }).toEqual({
    code: 'MIGRATION_STATE',
    message: expect.stringContaining('001_sources'),
  });
  const named = (migrations: readonly Migration[]) => new Set(migrations.map(({ name }) => name));
  const context = (migrations: readonly Migration[]) =>
    contextOf(fake.client(), clock, { otherMigrations: named(migrations) });
  expect(await applyAll(context(TOPOLOGY), [other])).toEqual(['001_other']);
  // and each of the folders stays as it was
  expect(await applyAll(context([other]), TOPOLOGY)).toEqual([]);
  expect(await applyAll(context(TOPOLOGY), [other])).toEqual([]);
});

test.each<[string, readonly Migration[], RegExp]>([
  [
    'changed',
    [changed(SOURCES, (text) => text.replace('v INT', 'v BIGINT')), QUERIES],
    /001_sources\.sql was changed since it was applied .*: CREATE STREAM A \(line 1\) is another one now\. Restore it .* CREATE OR REPLACE STREAM A where/,
  ],
  [
    'made longer',
    [changed(SOURCES, (text) => `${text}\nDROP STREAM IF EXISTS a;`), QUERIES],
    /: DROP STREAM A \(line 3\) is new\. Restore it and write the change as a new file with the next number$/,
  ],
  [
    'given other settings',
    [SOURCES, changed(QUERIES, (text) => text.replace('30000', '10000'))],
    /: CREATE STREAM C \(line 2\) is another one now; INSERT INTO C \(line 3\) is another one now; INSERT INTO C \(line 4\)/,
  ],
  ['gone', [SOURCES], /has the migration 002_queries .*no file of that name/],
  ['renamed', [SOURCES, migrationOf(2, QUERIES.text, 'other')], /has the migration 002_queries/],
])('an applied file that was %s is refused', async (_, files, message) => {
  const { fake, again } = await applied([SOURCES, QUERIES]);
  const error = await failure(again(files));
  expect(error).toMatchObject({ code: 'MIGRATION_STATE', exitCode: 30 });
  expect(error.message).toMatch(message);
  expect(fake.refused).toEqual([]);
});

const spaced = (text: string): string => `-- more\n${text.replaceAll('(k', '(\n  /* the key */ k')}\n\n`;

test('blanks and comments in an applied file are no change', async () => {
  const { fake, again } = await applied([SOURCES]);
  const files = [changed(SOURCES, spaced), QUERIES];
  expect(await again(files)).toEqual(['002_queries']);
  const sent = fake.carriedOut.length;
  expect(await again(files)).toEqual([]);
  expect(await again([SOURCES, changed(QUERIES, (text) => `\n${text}`)])).toEqual([]);
  expect(fake.carriedOut.length).toBe(sent);
});

test('a journal of an earlier version knows statements by their text: what stands around them is no change', async () => {
  const { fake, again } = await applied([SOURCES, QUERIES]);
  const column = EVENT_FIELDS.indexOf('stepChecksum');
  fake.rows.forEach((row, i) => {
    const written = row.map((value, at) => (at === column ? String(value ?? '').split(' ')[0] : value));
    fake.rows.splice(i, 1, written);
  });
  expect(await again([changed(SOURCES, (text) => `-- all\n\n${text}`), QUERIES])).toEqual([]);
  const error = await failure(again([changed(SOURCES, spaced), QUERIES]));
  expect(error.message).toContain('CREATE STREAM A (line 2) is another one now');
});

test('a begun file may change in blanks and comments, too', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  const dying = fake.client((_, sql) => (sql.includes('_2_C') ? 'killed-after' : undefined));
  await runMigrations(dying, clock, [SOURCES, QUERIES]).catch(() => undefined);
  const other = changed(QUERIES, (text) => text.replaceAll('SELECT *', 'SELECT\n  *'));
  expect(await runMigrations(fake.client(), clock, [SOURCES, other])).toEqual(['002_queries']);
  expect(fake.queries.size).toBe(4);
});

test('what was made by hand, or dropped by hand, is refused and named', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await fake
    .client()
    .execute("CREATE STREAM b (v INT) WITH (KAFKA_TOPIC='b', VALUE_FORMAT='JSON', PARTITIONS=1);");
  const foreign = await failure(runMigrations(fake.client(), clock, TOPOLOGY));
  expect(foreign).toMatchObject({ code: 'MIGRATION_STATE' });
  expect(foreign.message).toContain(
    '001_sources.sql was never begun on this server, but STREAM B is there already',
  );
  expect(fake.carriedOut).toHaveLength(1);

  const { fake: other, again } = await applied([SOURCES, QUERIES]);
  other.queries.delete('MIGRATION_002_3_C');
  for (const id of other.queries.keys()) if (id.startsWith('CSAS_C')) other.queries.delete(id);
  const gone = await failure(again([SOURCES, QUERIES]));
  expect(gone.message).toContain('the query that fills C, the query MIGRATION_002_3_C');
});

test('a refused statement is told with its place; the file is put right from there on and continues', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({
    now: clock.now,
    refuse: (sql) => (sql.includes('v > 1') ? 'no such column' : undefined),
  });
  const refused = await failure(runMigrations(fake.client(), clock, [SOURCES, QUERIES]));
  expect(refused).toMatchObject({ code: 'KSQLDB_REFUSED', exitCode: 24 });
  expect(refused.message).toBe('ksql/002_queries.sql:2:1: CREATE STREAM C: no such column');
  const right = changed(QUERIES, (text) => text.replace('v > 1', 'v > 2'));
  expect(await runMigrations(fake.client(), clock, [SOURCES, right])).toEqual(['002_queries']);
  expect(fake.queries.size).toBe(4); // the journal's table, CSAS_C and two INSERTs
});

test('what was done before a file failed may not be changed', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({
    now: clock.now,
    refuse: (sql) => (sql.startsWith('INSERT INTO c') ? 'no' : undefined),
  });
  await failure(runMigrations(fake.client(), clock, [SOURCES, QUERIES]));
  const error = await failure(
    runMigrations(fake.client(), clock, [
      SOURCES,
      changed(QUERIES, (text) => text.replace('v > 1', 'v > 2')),
    ]),
  );
  expect(error).toMatchObject({ code: 'MIGRATION_STATE' });
  expect(error.message).toContain('statement 1 (CREATE STREAM C) was carried out on this server');
});

test('a statement that may have been carried out and was changed since is refused when it was', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  const dying = fake.client((_, sql) =>
    sql.includes('_2_C') && sql.startsWith('INSERT INTO c') ? 'killed-after' : undefined,
  );
  await runMigrations(dying, clock, [SOURCES, QUERIES]).catch(() => undefined);
  const other = changed(QUERIES, (text) => text.replace('SELECT * FROM b', 'SELECT * FROM b WHERE v = 0'));
  const error = await failure(runMigrations(fake.client(), clock, [SOURCES, other]));
  expect(error.message).toContain('statement 2 (INSERT INTO C) was changed since a run stopped at it');
  expect(await runMigrations(fake.client(), clock, [SOURCES, QUERIES])).toEqual(['002_queries']);
});

test('a query that does not run ends the run', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now, slow: 100_000 });
  const error = await failure(runMigrations(fake.client(), clock, TOPOLOGY));
  expect(error).toMatchObject({ code: 'MIGRATION_STALLED', exitCode: 32 });
  expect(error.message).toMatch(
    /^ksql\/002_queries\.sql:2:1: CREATE STREAM C was carried out, but its query CSAS_C_\d+ does not run: REBALANCING/,
  );
});

test('the server may be away for a while, and not for ever', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  const began = clock.now();
  const back = fake.client(() => (clock.now() < began + 60_000 ? 'away' : undefined));
  expect(await runMigrations(back, clock, [SOURCES])).toEqual(['001_sources']);
  const gone = await failure(
    runMigrations(
      fake.client(() => 'away'),
      clock,
      [SOURCES],
    ),
  );
  expect(gone).toMatchObject({ code: 'KSQLDB_AWAY' });
});

test.each([
  [['001_a.sql', '003_c.sql'], /003_c\.sql: there is no file 002_….sql before it/],
  [['001_a.sql', '001_b.sql'], /have the same number/],
  [['001_a.sql', 'b.sql'], /b\.sql: is not the name of a migration/],
])('files %j are refused', (names, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  try {
    for (const name of names) writeFileSync(join(folder, name), '');
    expect(() => readMigrations(folder)).toThrow(
      expect.objectContaining({ code: 'SQL_REFUSED', message: expect.stringMatching(message) }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
