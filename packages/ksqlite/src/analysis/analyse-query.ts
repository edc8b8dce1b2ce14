/**
 * From the syntax tree of a SELECT to what it means: FROM is named, its joins are checked and keyed; WHERE, GROUP BY and the
 * SELECT list are bound against what FROM gives. Everything that ksqlDB refuses is refused here, with its place in
 * the text; what comes after never fails for what a statement says.
 *
 * The order of the checks is part of the behaviour: of two mistakes the one that ksqlDB finds first is told.
 */
import type { Query } from '../sql/ast/query.ts';
import { analyseStreamGroups, analyseTableGroups } from './aggregates/analyse-groups.ts';
import type { AnalysedQuery, FromClause, FromInput, Selected, TableRows } from './analysed-query.ts';
import { checkClauses, usesAggregates } from './clauses.ts';
import { fromClause, sourceInput } from './from-clause.ts';
import { withOneEquality } from './joins/several-equalities.ts';
import { streamFrom } from './joins/stream-joins.ts';
import { tableFrom } from './joins/table-joins.ts';
import { refuseKafkaValues } from './kafka-values.ts';
import { bindCondition } from './names/bind.ts';
import { type PlanContext, planError } from './plan-context.ts';
import { refuseExtension } from './refuse-extension.ts';
import { withoutAliases } from './select/aliases.ts';
import { analyseStreamSelect, analyseTableSelect } from './select/analyse-select.ts';
import { withoutLag } from './select/lag.ts';
import { resultColumns } from './select/result-columns.ts';
import { selectItems } from './select/select-items.ts';
import { refuseUnheldJoins, refuseUnheldSources, refuseUnheldValues } from './sources/held-values.ts';
import { CLOSE_AFTER } from './streams-properties.ts';

/** Analyses a query that makes a stream or a table. Throws KsqlError with its place in the text. */
export function analyseQuery(context: PlanContext, written: Query): AnalysedQuery {
  if (context.properties.closeAfterMs !== undefined)
    refuseExtension(
      context,
      written.span,
      CLOSE_AFTER,
      'send a record now and then, a heartbeat: its time closes windows',
    );
  const query = inPlainWords(context, written);
  const from = fromClause(context, query);
  return analyseFrom(context, query, from, checkClauses(context, query));
}

/**
 * Analyses a push query: any query that a statement could write to a topic, a windowed table as it is, and aggregates
 * over everything without GROUP BY.
 *
 * @param context with `transient`
 * @throws KsqlError with its place in the text
 */
export function analysePush(
  context: PlanContext,
  written: Query,
): AnalysedQuery & { readonly label: string } {
  const asked = inPlainWords(context, written);
  const from = fromClause(context, asked);
  const { first, joins } = from;
  const query = groupedByNothing(context, asked);
  const grouped = checkClauses(context, query);
  const analysed =
    !grouped && joins.length === 0 && first.source.kind === 'TABLE'
      ? analyseTableRows(context, query, first)
      : analyseFrom(context, query, from, grouped);
  return { ...analysed, label: first.alias };
}

/** What ksqlDB does not have, said in its words. */
const inPlainWords = (context: PlanContext, query: Query): Query =>
  withoutLag(context, withOneEquality(context, query));

function analyseFrom(
  context: PlanContext,
  written: Query,
  clause: FromClause & { readonly first: FromInput },
  grouped: boolean,
): AnalysedQuery {
  const { source } = clause.first;
  const isTable = source.kind === 'TABLE';
  refuseKafkaValues(context, written, clause);
  const from = isTable ? tableFrom(context, clause) : streamFrom(context, written, clause);
  const query = withoutAliases(context, written, from.schema);
  refuseUnheldSources(context, clause);
  refuseUnheldJoins(context, source, from);
  const where = query.where && bindCondition(context, from.schema, query.where, 'WHERE');
  const selected: Selected = { from, where, origin: source, query };
  if (isTable) return grouped ? analyseTableGroups(context, selected) : analyseTableSelect(context, selected);
  return grouped ? analyseStreamGroups(context, selected) : analyseStreamSelect(context, selected);
}

/** Without GROUP BY all records are one group. LIMIT is the client's, not the query's. */
function groupedByNothing(context: PlanContext, query: Query): Query {
  const { span } = query;
  const groupBy =
    query.groupBy.length === 0 && usesAggregates(context, query)
      ? [{ kind: 'IntegerLiteral', value: 1n, span } as const]
      : query.groupBy;
  return { ...query, groupBy, limit: undefined };
}

/** A table's rows as they come. */
function analyseTableRows(context: PlanContext, query: Query, first: FromInput): TableRows {
  if (query.partitionBy.length > 0)
    throw planError(
      context,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY.',
      'leave PARTITION BY out',
    );
  const input = sourceInput(first);
  const { schema } = input;
  const values = resultColumns(context, schema, selectItems(context, query, schema));
  const where = query.where && bindCondition(context, schema, query.where, 'WHERE');
  refuseUnheldSources(context, { inputs: [first] });
  refuseUnheldValues(context, first.source, query.span, values);
  return {
    kind: 'TableRows',
    from: { inputs: [input], joins: [], window: undefined, keys: undefined, schema },
    where,
    origin: first.source,
    query,
    result: { keys: [], values },
  };
}
