import { CommandError } from '../../../errors/command-error.ts';
import type { Migration } from '../files/migration.ts';
import type { Step } from '../files/step.ts';
import type { MigrationRecord, NotedStep } from '../journal/fold-journal.ts';

/**
 * How many steps of a begun migration are done for certain: all that were noted but the last. The file may have been
 * changed since, but not there.
 *
 * @param onProblem gets a CommandError MIGRATION_STATE where it was
 */
export function resumeOf(
  migration: Migration,
  steps: readonly Step[],
  record: MigrationRecord,
  onProblem: (problem: CommandError) => void,
): number {
  const done = record.steps.length - 1;
  record.steps.slice(0, done).forEach((noted, i) => {
    const step = steps[i];
    if (step !== undefined && isSameStep(step, noted)) return;
    onProblem(
      new CommandError(
        'MIGRATION_STATE',
        `${migration.file}: statement ${i + 1} (${noted.label}) was carried out on this server before the migration stopped, and was changed or moved since: restore it; only what comes after statement ${done} may be changed`,
      ),
    );
  });
  return Math.max(0, done);
}

/** Whether a statement is the one that was noted; blanks and comments say nothing, where the note has what it means. */
export const isSameStep = (step: Step, noted: NotedStep): boolean =>
  step.sha256 === noted.sha256 || step.meaning === noted.meaning;

/** The step that was about to be sent when the run stopped: it may have been carried out or not. */
export function uncertainStep(record: MigrationRecord | undefined): NotedStep | undefined {
  return record?.state === 'STARTED' ? record.steps.at(-1) : undefined;
}
