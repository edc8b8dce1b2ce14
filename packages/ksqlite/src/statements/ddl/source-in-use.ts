import type { PlanContext } from '../../analysis/plan-context.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Source } from '../../metastore/source.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { Span } from '../../sql/ast/span.ts';

export interface SourceUsers {
  /** those that read or write it */
  readonly queries: readonly RunningQuery[];
  /** the names of what was made of it, also where the query was terminated */
  readonly made: readonly string[];
}

/**
 * Refuses to drop what INSERT INTO … SELECT reads or writes, and then what a CREATE … AS was made of: as ksqlDB says it
 * (EngineContext.throwIfInsertQueriesExist, MetaStoreImpl.deleteSource).
 *
 * @throws KsqlError SOURCE_IN_USE
 */
export function refuseInUse(
  plan: PlanContext,
  source: Source,
  span: Span,
  { queries, made }: SourceUsers,
): void {
  const inserts = queries.filter(({ sql, output }) => output.sql !== sql);
  const ids = (some: readonly RunningQuery[]): string =>
    some
      .map(({ id }) => id)
      .sort()
      .join(', ');
  if (inserts.length > 0)
    throw inUse(plan, source, span, [
      `The following queries read from this source: [${ids(inserts.filter(({ output }) => output.name !== source.name))}].`,
      `The following queries write into this source: [${ids(inserts.filter(({ output }) => output.name === source.name))}].`,
      `You need to terminate them before dropping ${source.name}.`,
    ]);
  if (made.length > 0)
    throw inUse(plan, source, span, [
      `The following streams and/or tables read from this source: [${made.join(', ')}].`,
      `You need to drop them before dropping ${source.name}.`,
    ]);
}

const inUse = (plan: PlanContext, source: Source, span: Span, lines: readonly string[]): KsqlError =>
  new KsqlError('SOURCE_IN_USE', [`Cannot drop ${source.name}.`, ...lines].join('\n'), plan.at(span));
