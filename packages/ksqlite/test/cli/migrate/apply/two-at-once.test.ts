import fc from 'fast-check';
import { applyAll } from '../../../../src/cli/migrate/apply/apply-all.ts';
import { CommandError } from '../../../../src/errors/command-error.ts';
import { fakeKsqldb, Killed } from '../support/fake-ksqldb.ts';
import { jumpingClock } from '../support/jumping-clock.ts';
import { contextOf, runMigrations } from '../support/run-migrations.ts';
import { TOPOLOGY } from '../support/topology.ts';

/** Gives other runs a chance, as the seed decides. */
const pauses = (seed: number) => {
  let state = seed;
  return async (): Promise<void> => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    for (let left = state % 4; left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
  };
};

async function alone() {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  await runMigrations(fake.client(), clock, TOPOLOGY);
  return { snapshot: fake.snapshot(), carriedOut: fake.carriedOut };
}

test('two at once: one migrates, the other waits and finds it done', async () => {
  const clean = await alone();
  await fc.assert(
    fc.asyncProperty(fc.nat(2 ** 30), async (seed) => {
      const clock = jumpingClock();
      const fake = fakeKsqldb({ now: clock.now, pause: pauses(seed) });
      const done = await Promise.all([
        runMigrations(fake.client(), clock, TOPOLOGY),
        runMigrations(fake.client(), clock, TOPOLOGY),
      ]);
      expect(done.map((names) => names.length).sort()).toEqual([0, 3]);
      expect(fake.carriedOut).toEqual(clean.carriedOut);
      expect(fake.snapshot()).toEqual(clean.snapshot);
      expect(fake.refused).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('two at once, each killed or cut off somewhere: a third one finishes, nothing is there twice', async () => {
  const clean = await alone();
  const faults = fc.constantFrom(
    'killed-before' as const,
    'killed-after' as const,
    'lost-after' as const,
    'lost-late' as const,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.nat(2 ** 30),
      faults,
      fc.nat(60),
      faults,
      fc.nat(60),
      async (seed, f1, at1, f2, at2) => {
        const clock = jumpingClock();
        const fake = fakeKsqldb({ now: clock.now, pause: pauses(seed) });
        const runs = await Promise.allSettled([
          runMigrations(
            fake.client((request) => (request === at1 ? f1 : undefined)),
            clock,
            TOPOLOGY,
          ),
          runMigrations(
            fake.client((request) => (request === at2 ? f2 : undefined)),
            clock,
            TOPOLOGY,
          ),
        ]);
        for (const run of runs) if (run.status === 'rejected') expect(run.reason).toBeInstanceOf(Killed);
        await runMigrations(fake.client(), clock, TOPOLOGY);
        expect(fake.carriedOut).toEqual(clean.carriedOut);
        expect(fake.snapshot()).toEqual(clean.snapshot);
      },
    ),
    { numRuns: 100 },
  );
});

test('a run that was paused past its lease finds that another one took over, and stops', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  let resume: () => void = () => undefined;
  let paused: () => void = () => undefined;
  const untilPaused = new Promise<void>((resolve) => {
    paused = resolve;
  });
  const client = fake.client();
  const sleeper = {
    ...client,
    execute: async (sql: string, options?: Parameters<typeof client.execute>[1]) => {
      if (sql.startsWith('CREATE STREAM b')) {
        await new Promise<void>((resolve) => {
          resume = resolve;
          paused();
        });
      }
      return client.execute(sql, options);
    },
  };
  const first = runMigrations(sleeper, clock, TOPOLOGY);
  await untilPaused;
  await runMigrations(fake.client(), clock, TOPOLOGY);
  const carriedOut = [...fake.carriedOut];
  resume();
  await expect(first).rejects.toMatchObject({ code: 'MIGRATION_BUSY' });
  expect(fake.carriedOut).toEqual(carriedOut);
});

test('a run that is known to be gone is followed at once, a living one is waited for and then named', async () => {
  const clock = jumpingClock();
  const fake = fakeKsqldb({ now: clock.now });
  const dying = fake.client((_, sql) => (sql.startsWith('CREATE STREAM b') ? 'killed-before' : undefined));
  await expect(runMigrations(dying, clock, TOPOLOGY)).rejects.toBeInstanceOf(Killed);
  const began = clock.now();
  const impatient = contextOf(fake.client(), clock, { waitMs: 3_000 });
  const refused = await applyAll(impatient, TOPOLOGY).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CommandError);
  expect(refused).toMatchObject({ code: 'MIGRATION_BUSY', exitCode: 31 });
  expect((refused as CommandError).message).toContain('host/run-');
  await applyAll(contextOf(fake.client(), clock, { isGone: () => true }), TOPOLOGY);
  expect(clock.now() - began).toBeLessThan(20_000);
});
