import { planError } from '../../analysis/plan-context.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Drop } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';
import { sourceInUse } from './source-in-use.ts';

/** DROP STREAM | TABLE: the source, the query that made it, and with DELETE TOPIC the records. */
export const dropHandler: DdlHandler<Drop> = {
  role: 'ddl',
  execute: ({ log, metastore, queries, plan }, { name, ifExists, sourceKind, deleteTopic }) => {
    const source = metastore.get(name.text);
    if (source === undefined || source.kind !== sourceKind) {
      if (ifExists) return { message: `${name.text} does not exist`, effect: undefined };
      const kind = sourceKind === 'STREAM' ? 'Stream' : 'Table';
      throw new KsqlError('SQL_UNKNOWN_SOURCE', `${kind} ${name.text} does not exist.`, plan.at(name.span));
    }
    if (deleteTopic && source.readOnly)
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Cannot delete topic for read-only source: ${source.name}`,
        'leave DELETE TOPIC out: the topic stays as it is',
      );
    const users = queries
      .list()
      .filter((query) => query.output === source || query.inputs.some((input) => input.name === source.name));
    // the query that made it goes with it
    const own = users.filter((query) => query.output === source && query.sql === source.sql);
    const others = users.filter((query) => !own.includes(query));
    if (others.length > 0) throw sourceInUse(plan, source, others, name.span);
    for (const query of own) queries.stop(query.id);
    metastore.remove(source.name);
    if (deleteTopic) log.deleteTopic(source.topic);
    return {
      message: `Source \`${source.name}\` (topic: ${source.topic}) was dropped.`,
      effect: { drops: source.name },
    };
  },
};
