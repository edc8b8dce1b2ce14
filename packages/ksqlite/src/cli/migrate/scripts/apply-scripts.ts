import type { AnyDatabase } from '../../../database/any-database.ts';
import { engineOf } from '../../../database/engine-of.ts';
import { CommandError } from '../../../errors/command-error.ts';
import type { StatementChange } from '../changes/statement-diff.ts';
import { type AppliedScript, appliedScripts, noteApplied } from './applied-scripts.ts';
import { rehearse } from './rehearse.ts';
import type { SqlScript } from './sql-scripts.ts';

/**
 * Applies the scripts that the data folder does not have yet, each in one commit with the note that it was. All of
 * them are tried out in memory first, so that a mistake in one leaves the folder as it was. In one that was applied blanks and
 * comments may change.
 *
 * @param before those of another folder, which are applied already and which these build on: each folder is kept account of by itself
 * @throws KsqlError for a script that is not valid, CommandError SQL_REFUSED when an applied one was changed or is gone
 */
export async function applyScripts(
  database: AnyDatabase,
  scripts: readonly SqlScript[],
  now: () => number,
  before: readonly SqlScript[] = [],
): Promise<void> {
  const engine = engineOf(database);
  const applied = appliedOf(scripts, appliedScripts(database), before);
  const rewritten: SqlScript[] = [];
  for (const [i, known] of applied.entries()) {
    const script = scripts[i];
    if (script?.name !== known.name)
      throw new CommandError(
        'SQL_REFUSED',
        `${known.name} is no longer there since this data folder was made with it: ${OTHER_FOLDER}`,
      );
    if (script.sha256 === known.sha256) continue;
    const { scriptChanges } = await import('./script-changes.ts');
    const changes = scriptChanges(database, script, known);
    if (changes?.length !== 0)
      throw await changedError([...before, ...scripts], before.length + i, known, changes, now);
    rewritten.push(script);
  }
  const missing = scripts.slice(applied.length);
  if (missing.length > 0) await (await rehearse([...before, ...scripts], now)).close();
  for (const script of rewritten) noteApplied(database, script, now());
  for (const script of missing) {
    // no await in between: what a script does and the note that it did become durable together
    const done = engine.execute(script.text, { file: script.name });
    noteApplied(database, script, now());
    await done;
  }
  if (engine.log.dirty()) await engine.log.commit();
  await engine.scheduler.settled();
}

/** Of what was applied, that of the scripts' folder: all of it where there is none of that, and no other folder is told of. */
function appliedOf(
  scripts: readonly SqlScript[],
  applied: readonly AppliedScript[],
  before: readonly SqlScript[],
): readonly AppliedScript[] {
  const folders = new Set(scripts.map(({ folder }) => folder));
  const own = applied.filter((script) => folders.has(script.folder));
  return own.length === 0 && before.length === 0 ? applied : own;
}

const OTHER_FOLDER = 'start with --fresh, or with another --data folder';

/** The error for a script that says something else than what was applied. @param changes undefined: they are not known */
async function changedError(
  scripts: readonly SqlScript[],
  index: number,
  applied: AppliedScript,
  changes: readonly StatementChange[] | undefined,
  now: () => number,
): Promise<CommandError> {
  const { changesText } = await import('../changes/change-text.ts');
  const { replacements } = await import('./replacements.ts');
  const what = changes === undefined ? '' : `: ${changesText(changes)}`;
  const before = scripts.slice(0, index);
  const taken = changes === undefined ? [] : await replacements(before, applied, changes, now);
  const replace = taken.length === 0 ? '' : ` (${taken.join(' ')} is taken as an upgrade)`;
  return new CommandError(
    'SQL_REFUSED',
    `${applied.name} was changed since this data folder was made with it${what}. Restore it and write the change as a new file with the next number${replace}, or ${OTHER_FOLDER}`,
  );
}
