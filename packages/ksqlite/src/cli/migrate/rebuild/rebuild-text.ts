import { formatPosition } from '../../../errors/source-position.ts';
import { labelOf } from '../files/step.ts';
import type { RebuildPlan } from './rebuild-plan.ts';

/** What a rebuild does, for people. */
export function rebuildText({ name, drops, makes }: RebuildPlan): string {
  return [
    `--rebuild ${name} drops, in this order:`,
    ...(drops.length === 0 ? ['  nothing: none of it is there'] : []),
    ...drops.map(
      ({ label, deletesTopic }) => `  ${label}${deletesTopic ? ', its topic and all records on it' : ''}`,
    ),
    'and makes again, each query from the beginning of its topics:',
    ...makes.map(({ step }) => `  ${labelOf(step)} (${formatPosition(step.at)})`),
    '',
  ].join('\n');
}

/** The same for programs. */
export const rebuildData = ({ name, drops, makes }: RebuildPlan) => ({
  rebuild: name,
  drops: drops.map(({ label, sql, deletesTopic }) => ({ label, sql, deletesTopic })),
  makes: makes.map(({ migration, step }) => ({
    migration: migration.migration.name,
    statement: step.number,
    label: labelOf(step),
    sql: step.sql,
  })),
});
