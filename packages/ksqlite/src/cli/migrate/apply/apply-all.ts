import type { Migration } from '../files/migration.ts';
import { stepsOf } from '../files/steps-of.ts';
import { openJournal, readJournal } from '../journal/journal.ts';
import { claimLease, type Lease } from '../journal/lease.ts';
import { isApplied, planMigrations } from '../plan/plan-migrations.ts';
import { readCatalogue } from '../server/catalogue.ts';
import { applyMigration } from './apply-migration.ts';
import { checkServer } from './check-server.ts';
import type { CommandsSeen } from './is-done.ts';
import { persist } from './persist.ts';
import type { World } from './world.ts';

/**
 * Applies what the server does not have yet, one migration after the other, while no other run does. Gives the names of
 * those applied. Whatever ends it, the next run goes on from there.
 *
 * @throws KsqlError before anything is sent; CommandError, RestError
 */
export async function applyAll(world: World, migrations: readonly Migration[]): Promise<readonly string[]> {
  migrations.forEach(stepsOf);
  const planned = planMigrations(migrations, await readJournal(world));
  if (planned.every(isApplied)) {
    checkServer(planned, await persist(world, () => readCatalogue(world.ksqldb)));
    return [];
  }
  const journal = await openJournal(world);
  const lease = await claimLease(journal, world);
  const seen: CommandsSeen = { last: undefined };
  try {
    // what another run has done meanwhile counts, and from here on none does
    const open = planMigrations(migrations, lease.state);
    checkServer(open, await persist(world, () => readCatalogue(world.ksqldb)));
    const pending = open.filter((one) => !isApplied(one));
    for (const one of pending) await applyMigration(world, lease, one, seen);
    return pending.map(({ migration }) => migration.name);
  } finally {
    await letGo(lease);
  }
}

/** Where the server is gone, the lease ends by itself. */
const letGo = (lease: Lease): Promise<void> => lease.release().catch(() => undefined);
