import { CommandError } from '../../../errors/command-error.ts';
import type { Migration } from '../files/migration.ts';
import { readJournal } from '../journal/journal.ts';
import { type PlannedMigration, planMigrations } from '../plan/plan-migrations.ts';
import { readCatalogue } from '../server/catalogue.ts';
import { checkServer } from './check-server.ts';
import type { MigrationContext } from './migration-context.ts';
import { retryRequest } from './retry-request.ts';

const MOST_READINGS = 5;

/**
 * Lays the files beside the server, its journal and what it has, without writing to it. Where a run migrates meanwhile,
 * the journal and the catalogue are read again until they belong together.
 *
 * @throws CommandError MIGRATION_STATE; MIGRATION_BUSY when they don't, RestError
 */
export async function inspect(
  context: MigrationContext,
  migrations: readonly Migration[],
): Promise<readonly PlannedMigration[]> {
  let before = await readJournal(context);
  for (let readings = 0; readings < MOST_READINGS; readings++) {
    const catalogue = await retryRequest(context, () => readCatalogue(context.ksqldb));
    const after = await readJournal(context);
    if (after.seen.size === before.seen.size) {
      const planned = planMigrations(migrations, after);
      checkServer(planned, catalogue);
      return planned;
    }
    before = after;
  }
  throw new CommandError(
    'MIGRATION_BUSY',
    `a run migrates right now (${before.owner?.who}): ask again when it is done`,
  );
}
