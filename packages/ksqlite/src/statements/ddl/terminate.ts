import { KsqlError } from '../../errors/ksql-error.ts';
import type { Terminate } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';

/** TERMINATE id | ALL: what the queries have written stays. */
export const terminateHandler: DdlHandler<Terminate> = {
  role: 'ddl',
  execute: ({ queries, plan }, { queryId, span }) => {
    const id = queryId?.text;
    if (id !== undefined && !queries.has(id))
      throw new KsqlError('UNKNOWN_QUERY', `Unknown queryId: ${id}`, plan.at(span));
    const stops = id === undefined ? queries.list().map((query) => query.id) : [id];
    for (const known of stops) queries.stop(known);
    return { message: 'Query terminated.', effect: { stops } };
  },
};
