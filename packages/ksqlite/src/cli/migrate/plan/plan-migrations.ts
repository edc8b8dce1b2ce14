import { CommandError } from '../../../errors/command-error.ts';
import type { Migration } from '../files/migration.ts';
import type { Step } from '../files/step.ts';
import { stepsOf } from '../files/steps-of.ts';
import type { JournalState, MigrationRecord } from '../journal/fold-journal.ts';
import { resumeOf } from './resume.ts';

/** A migration with what the server knows of it. */
export interface PlannedMigration {
  readonly migration: Migration;
  readonly steps: readonly Step[];
  /** undefined: never begun */
  readonly record: MigrationRecord | undefined;
  /** how many of its steps are done for certain */
  readonly done: number;
}

/**
 * Lays the files beside the journal.
 *
 * @throws CommandError MIGRATION_STATE: an applied file was changed, is gone or follows one that is not applied; a begun one
 * was changed where it is done. KsqlError: a file's SQL is not valid
 */
export function planMigrations(
  migrations: readonly Migration[],
  journal: JournalState,
): readonly PlannedMigration[] {
  for (const record of journal.records.values()) refuseUnknown(record, migrations);
  const planned = migrations.map((migration): PlannedMigration => {
    const steps = stepsOf(migration);
    const record = journal.records.get(migration.name);
    if (record?.state === 'APPLIED') {
      refuseChanged(record, migration);
      return { migration, steps, record, done: steps.length };
    }
    return { migration, steps, record, done: record === undefined ? 0 : resumeOf(migration, steps, record) };
  });
  const open = planned.findIndex((one) => !isApplied(one));
  const begun = open === -1 ? undefined : planned.slice(open + 1).find(({ record }) => record !== undefined);
  if (begun !== undefined)
    throw new CommandError(
      'MIGRATION_STATE',
      `${begun.migration.file} was begun on this server, ${planned[open]?.migration.file} before it is not applied: was it added later? A new file gets the next number`,
    );
  return planned;
}

export const isApplied = ({ record }: PlannedMigration): boolean => record?.state === 'APPLIED';

function refuseUnknown({ name, state }: MigrationRecord, migrations: readonly Migration[]): void {
  if (migrations.some((migration) => migration.name === name)) return;
  throw new CommandError(
    'MIGRATION_STATE',
    `this server has the migration ${name} (${state}), and there is no file of that name: take the version of the files that it was migrated with, or a later one`,
  );
}

function refuseChanged(record: MigrationRecord, { file, sha256 }: Migration): void {
  if (record.checksum === sha256) return;
  throw new CommandError(
    'MIGRATION_STATE',
    `${file} was changed since it was applied to this server (${new Date(record.noted).toISOString()}, sha256 ${record.checksum.slice(0, 12)}…, now ${sha256.slice(0, 12)}…): restore it, and write the change as a new file with the next number`,
  );
}
