import type { PlanContext } from '../../analysis/plan-context.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Source } from '../../metastore/source.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { Span } from '../../sql/ast/span.ts';

/** Why a source can't be dropped, to be thrown: first what was made of it, as ksqlDB says it; else the queries that read and write it. */
export function sourceInUse(
  plan: PlanContext,
  source: Source,
  users: readonly RunningQuery[],
  span: Span,
): KsqlError {
  const made = users.filter(({ sql, output }) => output.name !== source.name && output.sql === sql);
  const readers = users.filter(({ output }) => output.name !== source.name);
  const writers = users.filter(({ output }) => output.name === source.name);
  const ids = (queries: readonly RunningQuery[]): string =>
    queries
      .map(({ id }) => id)
      .sort()
      .join(', ');
  const lines =
    made.length > 0
      ? [
          `The following streams and/or tables read from this source: [${made
            .map(({ output }) => output.name)
            .sort()
            .join(', ')}].`,
          `You need to drop them before dropping ${source.name}.`,
        ]
      : [
          `The following queries read from this source: [${ids(readers)}].`,
          `The following queries write into this source: [${ids(writers)}].`,
          `You need to terminate them before dropping ${source.name}.`,
        ];
  return new KsqlError('SOURCE_IN_USE', [`Cannot drop ${source.name}.`, ...lines].join('\n'), plan.at(span));
}
