import type { CreateAs } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';
import { existsAlready } from './existing-source.ts';
import { makeInnerTopics, planCreateAs } from './plan-persistent.ts';
import { queryIdOf } from './query-id.ts';
import { makeSourceTopic } from './source-topic.ts';

/** CREATE STREAM | TABLE … AS SELECT: a source and the query that fills it. */
export const createAsHandler: DdlHandler<CreateAs> = {
  role: 'ddl',
  execute: (context, statement) => {
    const { log, metastore, queries, plan, sql, replay } = context;
    const name = statement.name.text;
    if (replay === undefined) context.broken.refuseName(name, plan.at(statement.name.span));
    if (existsAlready(plan, statement)) return { message: `${name} exists already`, effect: undefined };
    const id = queryIdOf(context, statement);
    const cache = replay?.cache ?? {};
    cache.topology ??= planCreateAs(plan, log, statement, sql, id);
    const planned = cache.topology;
    makeSourceTopic(plan, log, planned.output, statement);
    makeInnerTopics(log, planned);
    metastore.put(planned.output);
    if (replay?.stopped !== true)
      queries.start(planned, {
        id,
        sql,
        offsetReset: plan.properties.offsetReset,
        isStored: replay !== undefined,
        isPaused: replay?.paused === true,
      });
    return { message: `Created query with ID ${id}`, effect: { creates: name, starts: id } };
  },
};
