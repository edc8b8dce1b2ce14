import { KsqlError } from '../../errors/ksql-error.ts';
import type { Terminate } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';

/** TERMINATE id | ALL: what the queries have written stays. */
export const terminateHandler: DdlHandler<Terminate> = {
  role: 'ddl',
  execute: ({ queries, broken, plan }, { queryId, span }) => {
    const all = [...queries.list().map((query) => query.id), ...broken.queryIds()];
    const id = queryId?.text;
    if (id !== undefined && !all.includes(id))
      throw new KsqlError('UNKNOWN_QUERY', `Unknown queryId: ${id}`, plan.at(span));
    const stops = id === undefined ? all : [id];
    for (const known of stops) {
      queries.stop(known);
      broken.stop(known);
    }
    return { message: 'Query terminated.', effect: { stops } };
  },
};
