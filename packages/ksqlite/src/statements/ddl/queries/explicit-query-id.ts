import { type PlanContext, planError } from '../../../analysis/plan-context.ts';
import type { TopicLog } from '../../../log/topic-log.ts';
import type { InsertInto } from '../../../sql/ast/statement.ts';
import { nearest } from '../../../sql/messages/nearest.ts';
import type { QueryTopology } from '../../../topology/sub-topology.ts';

/** ksqlDB's own ids begin so. */
const RESERVED = ['INSERTQUERY_', 'CTAS_', 'CSAS_', 'CST_'];

/**
 * The id that `INSERT INTO … WITH (QUERY_ID='…')` gives its query, in upper case as in ksqlDB; undefined without it.
 *
 * @throws KsqlError SQL_INVALID
 */
export function explicitQueryId(plan: PlanContext, statement: InsertInto): string | undefined {
  for (const { name } of statement.properties)
    if (name.text !== 'QUERY_ID')
      throw planError(
        plan,
        'SQL_INVALID',
        name.span,
        `Invalid config variable in the WITH clause: ${name.text}`,
        nearest(name.text, ['QUERY_ID']) && 'did you mean QUERY_ID?',
      );
  const [property] = statement.properties;
  if (property === undefined) return undefined;
  const { value, valueSpan } = property;
  if (typeof value !== 'string' || !/^[A-Za-z0-9_]+$/.test(value))
    throw planError(
      plan,
      'SQL_INVALID',
      valueSpan,
      `Query IDs may contain only alphanumeric characters and '_'. Got: '${value}'`,
    );
  const id = value.toUpperCase();
  if (RESERVED.some((prefix) => id.startsWith(prefix)))
    throw planError(
      plan,
      'SQL_INVALID',
      valueSpan,
      `Query IDs must not start with a reserved query ID prefix (${RESERVED.join(', ')}). Got '${id}'.`,
    );
  return id;
}

/** Whether a query of that id, terminated since, has left offsets on this log: a new one would continue from them (differs: query-id-reuse). */
export const hasRun = (log: TopicLog, id: string, { subTopologies }: QueryTopology): boolean =>
  subTopologies.some(({ name, inputs }) =>
    inputs.some(({ topic, partitions }) =>
      Array.from({ length: partitions }, (_, partition) => partition).some(
        (partition) => log.offset(`${id}/${name}`, topic, partition) !== undefined,
      ),
    ),
  );
