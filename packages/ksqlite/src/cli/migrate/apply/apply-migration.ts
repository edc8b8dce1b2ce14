import { CommandError } from '../../../errors/command-error.ts';
import { labelOf, madeBy } from '../files/step.ts';
import type { NewEvent } from '../journal/event.ts';
import type { Lease } from '../journal/lease.ts';
import type { PlannedMigration } from '../plan/plan-migrations.ts';
import { isSameStep, uncertainStep } from '../plan/resume.ts';
import { carryOut } from './carry-out.ts';
import type { CommandsSeen } from './is-done.ts';
import type { MigrationContext } from './migration-context.ts';
import { untilRunning } from './until-running.ts';

/**
 * Carries out what is left of one migration: each statement is noted, sent, and waited for until it runs; then the
 * migration is noted as applied.
 *
 * @throws CommandError KSQLDB_REFUSED (noted as failed), MIGRATION_STALLED, MIGRATION_BUSY; RestError
 */
export async function applyMigration(
  context: MigrationContext,
  lease: Lease,
  { migration, steps, record, done }: PlannedMigration,
  seen: CommandsSeen,
): Promise<void> {
  const { name, sha256 } = migration;
  const startedAt = context.clock.now();
  const note = (event: NewEvent): Promise<void> =>
    lease.note({ ...event, migration: name, checksum: sha256 });
  const uncertain = uncertainStep(record);
  for (const step of steps.slice(done)) {
    const label = labelOf(step);
    context.onProgress({ kind: 'step', migration: name, step: step.number, of: steps.length, label });
    const makes = madeBy(step) ?? null;
    await note({
      kind: 'STEP',
      step: step.number,
      stepChecksum: `${step.sha256} ${step.meaning}`,
      makes,
      detail: label,
    });
    const sentBefore = step.number === done + 1 && uncertain !== undefined && isSameStep(step, uncertain);
    try {
      const { recognised, queryId } = await carryOut(context, step, sentBefore, seen, lease.keep);
      if (recognised) context.onProgress({ kind: 'recognised', migration: name, label });
      await untilRunning(context, step, queryId, lease.keep);
    } catch (error) {
      // it is known not to be done: the file may be put right
      if (error instanceof CommandError && error.code === 'KSQLDB_REFUSED')
        await note({ kind: 'FAILED', step: step.number, detail: error.message });
      throw error;
    }
  }
  await note({ kind: 'APPLIED' });
  context.onProgress({ kind: 'applied', migration: name, ms: context.clock.now() - startedAt });
}
