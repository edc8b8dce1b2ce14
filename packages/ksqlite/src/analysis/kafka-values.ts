import type { Query } from '../sql/ast/query.ts';
import type { FromClause } from './analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from './plan-context.ts';

/** Refuses what ksqlDB can't do with values in KAFKA's format: they do not go through topics of its own. Throws KsqlError. */
export function refuseKafkaValues(context: PlanContext, query: Query, { inputs, joins }: FromClause): void {
  const kafka = inputs.filter(({ source }) => source.valueFormat === 'KAFKA');
  const [first] = kafka;
  const clause = joins.length > 0 ? 'JOIN' : query.groupBy.length > 0 ? 'GROUP BY' : undefined;
  if (first === undefined || clause === undefined) return;
  refuseUnlessStored(
    context,
    first.span,
    `Source(s) ${kafka.map(({ alias }) => alias).join(', ')} are using the 'KAFKA' value format. This format does not yet support ${clause}.\n` +
      'The KAFKA format is primarily intended for use as a key format. It can be used as a value format, but can not be used in any operation that requires a repartition or changelog topic.',
    `make one in JSON first: CREATE ${first.source.kind} … WITH (VALUE_FORMAT='JSON') AS SELECT * FROM ${first.source.name}`,
  );
}
