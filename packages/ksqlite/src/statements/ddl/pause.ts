import { KsqlError } from '../../errors/ksql-error.ts';
import type { Pause, Resume } from '../../sql/ast/statement.ts';
import type { DdlContext, DdlHandler } from '../statement-handler.ts';

/**
 * PAUSE id | ALL: persistent queries read nothing, also after a restart, until RESUME. As ksqlDB's
 * ValidatedCommandFactory: a query of a client's is told to be paused, and runs on.
 */
export const pauseHandler: DdlHandler<Pause> = {
  role: 'ddl',
  execute: (context, statement) => {
    const pauses = idsOf(context, statement);
    for (const id of pauses) {
      context.queries.pause(id);
      context.broken.setPaused(id, true);
    }
    return { message: 'Query paused.', effect: { pauses } };
  },
};

/** RESUME id | ALL: they continue where they were. */
export const resumeHandler: DdlHandler<Resume> = {
  role: 'ddl',
  execute: (context, statement) => {
    const resumes = idsOf(context, statement);
    for (const id of resumes) {
      context.queries.resume(id);
      context.broken.setPaused(id, false);
    }
    return { message: 'Query resumed.', effect: { resumes } };
  },
};

/** Throws KsqlError UNKNOWN_QUERY. */
function idsOf({ queries, broken, plan }: DdlContext, { queryId, span }: Pause | Resume): readonly string[] {
  if (queryId === undefined) return [...queries.list().map(({ id }) => id), ...broken.queryIds()];
  const id = queryId.text;
  if (id.toLowerCase().includes('transient_')) return [];
  if (!queries.has(id) && !broken.queryIds().includes(id))
    throw new KsqlError('UNKNOWN_QUERY', `Unknown queryId: ${id}`, plan.at(span));
  return [id];
}
