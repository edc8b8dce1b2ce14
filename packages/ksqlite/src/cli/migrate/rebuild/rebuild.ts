import { CommandError } from '../../../errors/command-error.ts';
import { carryOut } from '../apply/carry-out.ts';
import type { CommandsSeen } from '../apply/is-done.ts';
import type { MigrationContext } from '../apply/migration-context.ts';
import { retryRequest } from '../apply/retry-request.ts';
import { untilRunning } from '../apply/until-running.ts';
import type { StatementChange } from '../changes/statement-diff.ts';
import type { Migration } from '../files/migration.ts';
import { labelOf, madeBy, type Step } from '../files/step.ts';
import type { JournalState, NotedStep } from '../journal/fold-journal.ts';
import { openJournal, readJournal } from '../journal/journal.ts';
import { claimLease, type Lease } from '../journal/lease.ts';
import { type PlannedMigration, planMigrations } from '../plan/plan-migrations.ts';
import { readCatalogue } from '../server/catalogue.ts';
import { type Drop, planRebuild, type RebuildPlan, refuseForeignQueries } from './rebuild-plan.ts';

/** What a rebuild would do; changes nothing. Throws CommandError MIGRATION_STATE, RestError, KsqlError. */
export async function inspectRebuild(
  context: MigrationContext,
  migrations: readonly Migration[],
  name: string,
): Promise<RebuildPlan> {
  return planOf(context, migrations, name, await readJournal(context));
}

/**
 * Drops a stream or table with what depends on it and carries the files' statements out again, each query from the beginning of its
 * topics. Stopped in between, it is to be run again: what is there then is dropped, and all is made.
 *
 * @throws CommandError MIGRATION_STATE before anything is dropped; KSQLDB_REFUSED, MIGRATION_STALLED, MIGRATION_BUSY, RestError
 */
export async function rebuild(
  context: MigrationContext,
  migrations: readonly Migration[],
  name: string,
): Promise<RebuildPlan> {
  const lease = await claimLease(await openJournal(context), context);
  try {
    const plan = await planOf(context, migrations, name, lease.state);
    const seen: CommandsSeen = { last: undefined };
    const { drops, makes } = plan;
    for (const [i, drop] of drops.entries()) {
      const step = stepOf(drop);
      context.onProgress({
        kind: 'step',
        migration: 'drop',
        step: i + 1,
        of: drops.length,
        label: drop.label,
      });
      await carryOut(context, step, true, seen, lease.keep);
    }
    for (const [i, { step }] of makes.entries()) {
      const label = labelOf(step);
      context.onProgress({ kind: 'step', migration: 'make', step: i + 1, of: makes.length, label });
      const properties = { ...step.properties, 'auto.offset.reset': 'earliest' };
      const { queryId } = await carryOut(context, { ...step, properties }, false, seen, lease.keep);
      await untilRunning(context, step, queryId, lease.keep);
    }
    for (const migration of new Set(makes.map(({ migration }) => migration)))
      await note(lease, migration, name);
    return plan;
  } finally {
    await lease.release().catch(() => undefined);
  }
}

async function planOf(
  context: MigrationContext,
  migrations: readonly Migration[],
  name: string,
  journal: JournalState,
): Promise<RebuildPlan> {
  const problems: CommandError[] = [];
  const planned = planMigrations(migrations, journal, (problem) => problems.push(problem));
  const catalogue = await retryRequest(context, () => readCatalogue(context.ksqldb));
  const plan = planRebuild(name, planned, catalogue);
  for (const migration of planned)
    for (const change of migration.changes)
      if (!isMade(change, migration, plan))
        throw new CommandError(
          'MIGRATION_STATE',
          `${migration.migration.file}: ${labelOfChange(change)} was changed too, and is not part of what --rebuild ${name} makes again: restore it, or rebuild it`,
        );
  const changed = planned.filter(({ changes }) => changes.length > 0).length;
  // those of the changes were looked at one by one
  const [other] = problems.length > changed ? problems : [];
  if (other !== undefined) throw other;
  refuseForeignQueries(plan, catalogue);
  return plan;
}

/** Whether a changed statement is carried out again. */
function isMade(change: StatementChange, migration: PlannedMigration, { makes }: RebuildPlan): boolean {
  if (change.kind === 'removed') return false;
  return makes.some((made) => made.migration === migration && made.step.at.line === change.now.line);
}

const labelOfChange = (change: StatementChange): string =>
  change.kind === 'removed' ? change.before.label : change.now.label;

const stepOf = ({ sql, action, at }: Drop): Step => ({
  number: 0,
  sql,
  action,
  properties: {},
  at,
  sha256: '',
  meaning: '',
  reads: [],
  topic: undefined,
});

async function note(lease: Lease, { migration, steps }: PlannedMigration, name: string): Promise<void> {
  const noted = steps.map(
    (step): NotedStep => ({
      sha256: step.sha256,
      meaning: step.meaning,
      makes: madeBy(step),
      label: labelOf(step),
    }),
  );
  await lease.note({
    kind: 'APPLIED',
    migration: migration.name,
    checksum: migration.sha256,
    stepChecksum: JSON.stringify(noted),
    detail: `rebuilt ${name}`,
  });
}
