import { CommandError } from '../../../errors/command-error.ts';
import { formatName } from '../../../sql/printer/names.ts';
import { labelOf, type Step } from '../files/step.ts';
import { isApplied, type PlannedMigration } from '../plan/plan-migrations.ts';
import type { Catalogue } from '../server/catalogue.ts';

/** A statement of a file, and the file. */
export interface PlacedStep {
  readonly migration: PlannedMigration;
  readonly step: Step;
}

/** What makes a stream or table, and all that depends on it, again. */
export interface RebuildPlan {
  readonly name: string;
  /** The streams and tables that are made again. */
  readonly affected: ReadonlySet<string>;
  /** What is dropped or terminated of what the server has, in this order. */
  readonly drops: readonly Drop[];
  /** What is carried out again then, each query from the beginning of its topics. */
  readonly makes: readonly PlacedStep[];
}

export interface Drop {
  readonly label: string;
  readonly sql: string;
  readonly action: Step['action'];
  /** Of the statement that made it. */
  readonly at: Step['at'];
  /** Its topic is deleted, with all records: queries fill it, and they fill it again. */
  readonly deletesTopic: boolean;
}

/**
 * Plans it from the files: what reads the stream or table, what is written into by that, and what is declared over a topic of
 * those. The topic of one that no query fills stays as it is.
 *
 * @param given its name, in any case
 * @throws CommandError MIGRATION_STATE: no applied file makes it
 */
export function planRebuild(
  given: string,
  planned: readonly PlannedMigration[],
  catalogue: Catalogue,
): RebuildPlan {
  const live = liveSteps(planned);
  const name = live
    .flatMap(({ step }) => (step.action.kind === 'create' ? [step.action.source] : []))
    .find((source) => source === given || source === given.toUpperCase());
  if (name === undefined)
    throw new CommandError('MIGRATION_STATE', `--rebuild ${given}: no file that was applied makes it`);
  const affected = affectedSources(name, live);
  const makes = live.filter(({ step: { action } }) =>
    action.kind === 'create' ? affected.has(action.source) : affected.has(targetOf(action) ?? ''),
  );
  return { name, affected, makes, drops: dropsOf(makes, catalogue) };
}

/** What the applied files have made, in order, without what they dropped or replaced later. */
function liveSteps(planned: readonly PlannedMigration[]): readonly PlacedStep[] {
  let live: PlacedStep[] = [];
  for (const migration of planned.filter(isApplied))
    for (const step of migration.steps) {
      const { action } = step;
      if (action.kind === 'create' || action.kind === 'drop')
        live = live.filter(({ step: earlier }) => !makesSource(earlier, action.source));
      if (action.kind === 'terminate')
        live = live.filter(
          ({ step: earlier }) =>
            earlier.action.kind !== 'insert' || earlier.action.queryId !== action.queryId,
        );
      if (action.kind === 'create' || action.kind === 'insert') live.push({ migration, step });
    }
  return live;
}

const makesSource = ({ action }: Step, source: string): boolean =>
  action.kind === 'create' && action.source === source;

const targetOf = (action: Step['action']): string | undefined =>
  action.kind === 'insert' ? action.target : undefined;

function affectedSources(name: string, live: readonly PlacedStep[]): ReadonlySet<string> {
  const affected = new Set([name]);
  for (let before = 0; before < affected.size; ) {
    before = affected.size;
    const topics = filledTopics(affected, live);
    for (const { step } of live) {
      const { action } = step;
      const isReader = step.reads.some((source) => affected.has(source));
      if (action.kind === 'insert' && isReader) affected.add(action.target);
      if (action.kind === 'create' && (isReader || (!action.filled && topics.has(step.topic ?? ''))))
        affected.add(action.source);
    }
  }
  return affected;
}

/** The topics of those that queries fill. */
function filledTopics(affected: ReadonlySet<string>, live: readonly PlacedStep[]): ReadonlySet<string> {
  const topics = new Set<string>();
  for (const { step } of live)
    if (step.action.kind === 'create' && affected.has(step.action.source) && isFilled(step, live))
      topics.add(step.topic ?? step.action.source);
  return topics;
}

const isFilled = ({ action }: Step, live: readonly PlacedStep[]): boolean =>
  action.kind === 'create' &&
  (action.filled || live.some(({ step }) => targetOf(step.action) === action.source));

/**
 * ksqlDB drops nothing that a query reads or writes.
 *
 * @throws CommandError MIGRATION_STATE: a query uses some of it that is not made again
 */
export function refuseForeignQueries({ affected, makes }: RebuildPlan, catalogue: Catalogue): void {
  const own = new Set(
    makes.flatMap(({ step }) => (step.action.kind === 'insert' ? [step.action.queryId] : [])),
  );
  for (const { id, sinks, sql } of catalogue.queries.values()) {
    if (own.has(id) || sinks.some((sink) => affected.has(sink) && /^C[ST]AS_/.test(id))) continue;
    const used = [...affected].find((source) => sinks.includes(source) || mentions(sql, source));
    if (used === undefined) continue;
    throw new CommandError(
      'MIGRATION_STATE',
      `the query ${id} uses ${used}, and is not one of those that the files would make again: TERMINATE it, or put it into a file`,
    );
  }
}

/** A name in a text of quotes and words; a name in a comment is one too many, and tells the person to look. */
const mentions = (sql: string, name: string): boolean =>
  sql.split(/[^A-Za-z0-9_`$]+/).some((word) => word.replaceAll('`', '').toUpperCase() === name.toUpperCase());

function dropsOf(makes: readonly PlacedStep[], { sources, queries }: Catalogue): readonly Drop[] {
  const drops: Drop[] = [];
  for (const { step } of [...makes].reverse()) {
    const { action } = step;
    if (action.kind === 'insert' && queries.has(action.queryId))
      drops.push({
        label: `${labelOf(step)} (query ${action.queryId})`,
        sql: `TERMINATE ${formatName(action.queryId)};`,
        action: { kind: 'terminate', queryId: action.queryId },
        at: step.at,
        deletesTopic: false,
      });
    if (action.kind !== 'create') continue;
    const { source } = action;
    const kind = sources.get(source);
    if (kind === undefined) continue;
    const deletesTopic = isFilled(step, makes);
    drops.push({
      label: `${kind} ${source}`,
      sql: `DROP ${kind} ${formatName(source)}${deletesTopic ? ' DELETE TOPIC' : ''};`,
      action: { kind: 'drop', source, sourceKind: kind },
      at: step.at,
      deletesTopic,
    });
  }
  return drops;
}
