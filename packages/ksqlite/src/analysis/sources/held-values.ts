/**
 * DELIMITED holds no ARRAY, MAP or STRUCT. In ksqlDB that binds more than a statement's own topics: rows of tables, arguments
 * of aggregates and rows that are joined further go through state and internal topics in the value format of the first
 * source, whatever the result is written in (ProjectNode, AggregateNode, JoinNode; InternalFormats).
 */
import type { Column } from '../../formats/codec.ts';
import { format } from '../../formats/formats.ts';
import type { Source } from '../../metastore/source.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { AnalysedFrom, FromClause } from '../analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/** Throws KsqlError SQL_INVALID for columns that the value format of `origin` can't hold. */
export function refuseUnheldValues(
  context: PlanContext,
  origin: Source,
  span: Span,
  columns: readonly Column[],
): void {
  if (origin.valueFormat !== 'DELIMITED') return;
  const reason = format(origin.valueFormat)?.refuse(columns, 'value');
  if (reason === undefined) return;
  refuseUnlessStored(
    context,
    span,
    `Value format does not support schema. reason: ${reason}. It is the format of ${origin.name}, and holds what is in between, too.`,
    origin.kind === 'TABLE' && origin.headers.length > 0
      ? `declare the table without its HEADERS column: CREATE TABLE … WITH (KAFKA_TOPIC='${origin.topic}', …)`
      : `make a source in JSON first: CREATE ${origin.kind} … WITH (VALUE_FORMAT='JSON') AS SELECT * FROM ${origin.name}`,
  );
}

/**
 * The same for what is read: of a table its rows, with headers; of a stream that is joined its records, with keys and headers
 * (SourceBuilder, StreamStreamJoinBuilder, StreamTableJoinBuilder).
 */
export function refuseUnheldSources(context: PlanContext, { inputs }: Pick<FromClause, 'inputs'>): void {
  for (const { source, span } of inputs) {
    const { kind, keys, values, headers } = source;
    if (kind === 'STREAM' && inputs.length === 1) continue;
    refuseUnheldValues(context, source, span, [...(kind === 'STREAM' ? keys : []), ...values, ...headers]);
  }
}

/** The same for rows of joins, where they are state: on a foreign key the joined ones, of streams those that are joined further. */
export function refuseUnheldJoins(context: PlanContext, origin: Source, from: AnalysedFrom): void {
  const { inputs, joins } = from;
  for (const input of inputs) if (input.from === 'joins') refuseUnheldJoins(context, origin, input.joined);
  joins.forEach(({ foreignKey }, i) => {
    const isState = inputs[0]?.kind === 'STREAM' && (i > 0 || inputs[0].from === 'joins');
    if (foreignKey === undefined && !isState) return;
    const joined = inputs.slice(0, foreignKey === undefined ? i + 1 : i + 2);
    const last = inputs[i + 1];
    if (last === undefined) return;
    refuseUnheldValues(
      context,
      origin,
      last.span,
      joined.flatMap(({ schema }) =>
        schema.map(({ alias, name, type }) => ({ name: `${alias}_${name}`, type })),
      ),
    );
  });
}
