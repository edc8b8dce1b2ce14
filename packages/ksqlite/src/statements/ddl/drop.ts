import { planError, unknownSource } from '../../analysis/plan-context.ts';
import { isReadOnlyTopic } from '../../log/topics/read-only-topic.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { Drop } from '../../sql/ast/statement.ts';
import { formatName } from '../../sql/printer/names.ts';
import type { DdlHandler } from '../statement-handler.ts';
import { refuseInUse } from './source-in-use.ts';

/** DROP STREAM | TABLE: the source, the query that made it, and with DELETE TOPIC the records. */
export const dropHandler: DdlHandler<Drop> = {
  role: 'ddl',
  execute: ({ log, metastore, queries, broken, plan }, { name, ifExists, sourceKind, deleteTopic }) => {
    const source = metastore.get(name.text);
    // what it made is not known to be a stream or a table; its topic is nobody's
    if (source === undefined && deleteTopic) broken.refuseDeleteTopic(name.text, plan.at(name.span));
    if (source === undefined && broken.drop(name.text))
      return { message: `Source \`${name.text}\` was dropped.`, effect: { drops: name.text } };
    if (source === undefined) {
      if (ifExists) return { message: `${name.text} does not exist`, effect: undefined };
      const kind = sourceKind === 'STREAM' ? 'Stream' : 'Table';
      throw unknownSource(plan, name, `${kind} ${name.text} does not exist.`);
    }
    if (source.kind !== sourceKind)
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Incompatible data source type is ${source.kind.toLowerCase()}, but statement was DROP ${sourceKind.toLowerCase()}`,
        `DROP ${source.kind} ${formatName(source.name)};`,
      );
    if (deleteTopic && source.readOnly)
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Cannot delete topic for read-only source: ${source.name}`,
        'leave DELETE TOPIC out: the topic stays as it is',
      );
    if (deleteTopic && isReadOnlyTopic(source.topic))
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Cannot delete read-only topic: ${source.topic}`,
        'leave DELETE TOPIC out: the topic is the engine’s own',
      );
    const writes = ({ output }: RunningQuery): boolean => output.name === source.name;
    const users = queries
      .list()
      .filter((query) => writes(query) || query.inputs.some((input) => input.name === source.name));
    // the query that made it goes with it
    const own = users.filter((query) => writes(query) && query.sql === source.sql);
    refuseInUse(plan, source, name.span, { queries: users, made: metastore.madeOf(source.name) });
    for (const query of own) queries.stop(query.id);
    metastore.remove(source.name);
    if (deleteTopic) log.deleteTopic(source.topic);
    return {
      message: `Source \`${source.name}\` (topic: ${source.topic}) was dropped.`,
      effect: { drops: source.name },
    };
  },
};
