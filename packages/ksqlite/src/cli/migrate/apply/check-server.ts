import { CommandError } from '../../../errors/command-error.ts';
import { expectedObjects, foreignObjects, missingObjects } from '../plan/expected-objects.ts';
import { isApplied, type PlannedMigration } from '../plan/plan-migrations.ts';
import { isSameStep, uncertainStep } from '../plan/resume.ts';
import type { Catalogue } from '../server/catalogue.ts';

/**
 * Compares the server with what its journal says was done to it.
 *
 * @throws CommandError MIGRATION_STATE: something is gone that was made, or there that a file would make
 */
export function checkServer(planned: readonly PlannedMigration[], catalogue: Catalogue): void {
  const done = planned.flatMap((one) => one.steps.slice(0, one.done));
  const uncertain = planned.find((one) => !isApplied(one));
  // the step under way may be the one that drops it
  const next = uncertain?.steps[uncertain.done];
  const expected = expectedObjects(
    next?.action.kind === 'drop' || next?.action.kind === 'terminate' ? [...done, next] : done,
  );
  const missing = missingObjects(expected, catalogue);
  if (missing.length > 0)
    throw new CommandError(
      'MIGRATION_STATE',
      `the server’s journal says that migrations made ${list(missing)}, and the server does not have ${missing.length === 1 ? 'it' : 'them'}: was it dropped by hand, or a --rebuild stopped? Make it again as the file says (--rebuild NAME), or begin with a server without any of it`,
    );
  for (const one of planned) {
    if (isApplied(one)) continue;
    if (one.record === undefined) refuseForeign(one, catalogue);
    else refuseReplaced(one, catalogue);
  }
}

function refuseForeign({ migration, steps }: PlannedMigration, catalogue: Catalogue): void {
  const foreign = foreignObjects(steps, catalogue);
  if (foreign.length === 0) return;
  throw new CommandError(
    'MIGRATION_STATE',
    `${migration.file} was never begun on this server, but ${list(foreign)} ${foreign.length === 1 ? 'is' : 'are'} there already: made by hand or by another tool. Drop what is there, or rename what the file makes`,
  );
}

/** A statement that may have been carried out and was changed since: what it made must not be there. */
function refuseReplaced({ migration, steps, record, done }: PlannedMigration, catalogue: Catalogue): void {
  const uncertain = uncertainStep(record);
  const next = steps[done];
  if (uncertain === undefined || (next !== undefined && isSameStep(next, uncertain))) return;
  const { makes, label } = uncertain;
  if (makes !== undefined && !catalogue.sources.has(makes) && !catalogue.queries.has(makes)) return;
  throw new CommandError(
    'MIGRATION_STATE',
    `${migration.file}: statement ${done + 1} (${label}) was changed since a run stopped at it, and ${makes === undefined ? 'may have been carried out' : 'it was carried out'}: restore it and migrate${makes === undefined ? '' : `, or undo it by hand (${makes})`}`,
  );
}

const list = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
