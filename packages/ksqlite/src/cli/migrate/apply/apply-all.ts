import type { Migration } from '../files/migration.ts';
import { stepsOf } from '../files/steps-of.ts';
import { openJournal, readJournal } from '../journal/journal.ts';
import { claimLease, type Lease } from '../journal/lease.ts';
import { isApplied, planMigrations } from '../plan/plan-migrations.ts';
import { readCatalogue } from '../server/catalogue.ts';
import { applyMigration } from './apply-migration.ts';
import { checkServer } from './check-server.ts';
import type { CommandsSeen } from './is-done.ts';
import type { MigrationContext } from './migration-context.ts';
import { retryRequest } from './retry-request.ts';

/**
 * Applies what the server does not have yet, one migration after the other, while no other run does. Gives the names of
 * those applied. Whatever ends it, the next run continues from there.
 *
 * @throws KsqlError before anything is sent; CommandError, RestError
 */
export async function applyAll(
  context: MigrationContext,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  migrations.forEach(stepsOf);
  const planned = planMigrations(migrations, await readJournal(context));
  if (planned.every(isApplied)) {
    checkServer(planned, await retryRequest(context, () => readCatalogue(context.ksqldb)));
    return [];
  }
  const journal = await openJournal(context);
  const lease = await claimLease(journal, context);
  const seen: CommandsSeen = { last: undefined };
  try {
    // what another run has done meanwhile counts, and from here on none does
    const open = planMigrations(migrations, lease.state);
    checkServer(open, await retryRequest(context, () => readCatalogue(context.ksqldb)));
    for (const { migration, record } of open)
      if (record?.state === 'APPLIED' && record.checksum !== migration.sha256)
        await lease.note({ kind: 'APPLIED', migration: migration.name, checksum: migration.sha256 });
    const pending = open.filter((one) => !isApplied(one));
    for (const one of pending) await applyMigration(context, lease, one, seen);
    return pending.map(({ migration }) => migration.name);
  } finally {
    await letGo(lease);
  }
}

/** Where the server is gone, the lease ends by itself. */
const letGo = (lease: Lease): Promise<void> => lease.release().catch(() => undefined);
