import { readJournal } from '../../../../src/cli/migrate/journal/journal.ts';
import { type Fault, fakeKsqldb, Killed } from '../support/fake-ksqldb.ts';
import { jumpingClock } from '../support/jumping-clock.ts';
import { contextOf, runMigrations } from '../support/run-migrations.ts';
import { TOPOLOGY } from '../support/topology.ts';

async function undisturbed() {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  const client = fake.client();
  await runMigrations(client, clock, TOPOLOGY);
  return { requests: client.requests(), snapshot: fake.snapshot(), carriedOut: fake.carriedOut };
}

test('each statement is sent once, with its properties', async () => {
  const { carriedOut, snapshot } = await undisturbed();
  expect(carriedOut).toEqual([
    expect.stringContaining('CREATE STREAM a'),
    expect.stringContaining('CREATE STREAM b'),
    expect.stringContaining('CREATE STREAM c'),
    "INSERT INTO c WITH (QUERY_ID='MIGRATION_002_2_C') SELECT * FROM b EMIT CHANGES;",
    "INSERT INTO c WITH (QUERY_ID='MIGRATION_002_3_C') SELECT * FROM b EMIT CHANGES;",
    'TERMINATE MIGRATION_002_2_C;',
    expect.stringContaining('CREATE STREAM d'),
    'DROP STREAM d;',
    expect.stringContaining('CREATE STREAM d'),
  ]);
  const idle = '{"ksql.streams.max.task.idle.ms":"30000"}';
  expect(
    snapshot.queries.filter((query) => query.endsWith(idle)).map((query) => query.split(':')[0]),
  ).toEqual(['CSAS_C', 'MIGRATION_002_3_C']);
});

const FAULTS: readonly Fault[] = [
  'lost-before',
  'lost-after',
  'lost-late',
  'away',
  'killed-before',
  'killed-after',
];

test.each(FAULTS)('%s at any request: the same server in the end, nothing twice', async (fault) => {
  const clean = await undisturbed();
  for (let at = 0; at < clean.requests; at++) {
    const clock = jumpingClock();
    const fake = fakeKsqldb({ now: clock.now });
    const disturbed = fake.client((request) => (request === at ? fault : undefined));
    await runMigrations(disturbed, clock, TOPOLOGY).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw new Error(`${fault} at ${at}`, { cause: error });
    });
    await runMigrations(fake.client(), clock, TOPOLOGY);
    expect({ at, ...fake.snapshot() }).toEqual({ at, ...clean.snapshot });
    expect({ at, carriedOut: fake.carriedOut }).toEqual({ at, carriedOut: clean.carriedOut });
    const journal = await readJournal(contextOf(fake.client(), clock));
    expect([...journal.records.values()].map(({ state }) => state)).toEqual([
      'APPLIED',
      'APPLIED',
      'APPLIED',
    ]);
    // a run killed at its very end leaves the right to itself, and nobody needs it any more
    if (!fault.startsWith('killed')) expect(journal.owner).toBeUndefined();
  }
});

test('killed again and again, at every request in turn', async () => {
  const clean = await undisturbed();
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  for (let at = 0; at < clean.requests; at++) {
    const kind = at % 2 === 0 ? 'killed-after' : 'killed-before';
    const dying = fake.client((request) => (request === at ? kind : undefined));
    await runMigrations(dying, clock, TOPOLOGY).catch(() => undefined);
  }
  await runMigrations(fake.client(), clock, TOPOLOGY);
  expect(fake.snapshot()).toEqual(clean.snapshot);
  expect(fake.carriedOut).toEqual(clean.carriedOut);
});
