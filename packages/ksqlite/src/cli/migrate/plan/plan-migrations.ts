import { CommandError } from '../../../errors/command-error.ts';
import { changesText } from '../changes/change-text.ts';
import { diffStatements, type StatementChange } from '../changes/statement-diff.ts';
import type { Migration } from '../files/migration.ts';
import { labelOf, type Step } from '../files/step.ts';
import { stepsOf } from '../files/steps-of.ts';
import type { JournalState, MigrationRecord } from '../journal/fold-journal.ts';
import { isSameStep, resumeOf } from './resume.ts';

/** A migration with what the server knows of it. */
export interface PlannedMigration {
  readonly migration: Migration;
  readonly steps: readonly Step[];
  /** undefined: never begun */
  readonly record: MigrationRecord | undefined;
  /** how many of its steps are done for certain */
  readonly done: number;
  /** What it says else than what was applied: no blanks, no comments. */
  readonly changes: readonly StatementChange[];
}

/**
 * Lays the files beside the journal.
 *
 * @throws CommandError MIGRATION_STATE: an applied file was changed, is gone or follows one that is not applied; a begun one
 * was changed where it is done. KsqlError: a file's SQL is not valid
 * @param onProblem takes what would be thrown as CommandError, and the rest is planned all the same
 */
export function planMigrations(
  migrations: readonly Migration[],
  journal: JournalState,
  onProblem: (problem: CommandError) => void = fail,
): readonly PlannedMigration[] {
  for (const record of journal.records.values()) refuseUnknown(record, migrations, onProblem);
  const planned = migrations.map((migration): PlannedMigration => {
    const steps = stepsOf(migration);
    const record = journal.records.get(migration.name);
    if (record?.state === 'APPLIED') {
      const changes = changesSince(record, migration, steps);
      if (changes.length > 0) onProblem(changedError(record, migration, changes));
      return { migration, steps, record, done: steps.length, changes };
    }
    const done = record === undefined ? 0 : resumeOf(migration, steps, record, onProblem);
    return { migration, steps, record, done, changes: [] };
  });
  const open = planned.findIndex((one) => !isApplied(one));
  const begun = open === -1 ? undefined : planned.slice(open + 1).find(({ record }) => record !== undefined);
  if (begun !== undefined)
    onProblem(
      new CommandError(
        'MIGRATION_STATE',
        `${begun.migration.file} was begun on this server, ${planned[open]?.migration.file} before it is not applied: was it added later? A new file gets the next number`,
      ),
    );
  return planned;
}

export const isApplied = ({ record }: PlannedMigration): boolean => record?.state === 'APPLIED';

function fail(problem: CommandError): never {
  throw problem;
}

function refuseUnknown(
  { name, state }: MigrationRecord,
  migrations: readonly Migration[],
  onProblem: (problem: CommandError) => void,
): void {
  if (migrations.some((migration) => migration.name === name)) return;
  onProblem(
    new CommandError(
      'MIGRATION_STATE',
      `this server has the migration ${name} (${state}), and there is no file of that name: take the version of the files that it was migrated with, or a later one`,
    ),
  );
}

/** Statements are compared, not bytes. */
function changesSince(
  record: MigrationRecord,
  { sha256 }: Migration,
  steps: readonly Step[],
): readonly StatementChange[] {
  if (record.checksum === sha256) return [];
  const now = steps.map((step) => ({
    label: labelOf(step),
    key: step.meaning,
    printed: undefined,
    line: step.at.line,
  }));
  const before = record.steps.map((noted) => ({
    label: noted.label,
    key: steps.find((step) => isSameStep(step, noted))?.meaning ?? noted.meaning ?? noted.sha256,
    printed: undefined,
    line: undefined,
  }));
  return diffStatements(before, now);
}

function changedError(
  record: MigrationRecord,
  { file }: Migration,
  changes: readonly StatementChange[],
): CommandError {
  const replaced = changes.find(({ kind }) => kind === 'changed');
  const label = replaced?.kind === 'changed' ? replaced.now.label : '';
  const replace = label.startsWith('CREATE ')
    ? `, ${label.replace('CREATE', 'CREATE OR REPLACE')} where ksqlDB takes that`
    : '';
  const source = label.split(' ').at(-1);
  const rebuild =
    label === ''
      ? ''
      : `; or --rebuild ${source} makes it and what depends on it again, as the file says now`;
  return new CommandError(
    'MIGRATION_STATE',
    `${file} was changed since it was applied to this server (${new Date(record.noted).toISOString()}): ${changesText(changes)}. Restore it and write the change as a new file with the next number${replace}${rebuild}`,
  );
}
