import type { Compiled, Scope } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import { endingWith, type OperatorGraph, type Output } from '../operators/operator.ts';
import { filter } from '../operators/stateless/filter.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { mapExpression } from '../sql/ast/map-expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { BOOLEAN, formatType } from '../types/sql-type.ts';
import { isAggregateCall } from './aggregation.ts';
import type { ScopeColumn } from './columns-scope.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import { type FromClause, type FromInput, fromClause } from './from-clause.ts';
import { planGrouped } from './grouped-plan.ts';
import { planGroupedTable } from './grouped-table-plan.ts';
import { planJoins } from './join-plan.ts';
import { joinSegments } from './join-segments.ts';
import { type Planning, refusal } from './planning.ts';
import { withTimes } from './pseudo-times.ts';
import type { SinkShape } from './sink.ts';
import { planStream } from './stream-plan.ts';
import { planTable } from './table-plan.ts';
import { tableUpstream } from './table-upstream.ts';
import type { TaskContext, UnitPlan } from './task-plan.ts';

/** What a SELECT list stands over. */
export interface SelectedFrom {
  readonly inputs: readonly FromInput[];
  readonly columns: readonly ScopeColumn[];
  readonly scope: Scope;
  /** What the joined records are keyed by; undefined for a single source. */
  readonly joinKeys: readonly Expression[] | undefined;
}

/** The part of a statement before its SELECT list: where records come from, joined and filtered. */
export interface Upstream extends SelectedFrom {
  /** The joined record's key; undefined for a single source. */
  readonly joinedKey: ScopeColumn['read'] | undefined;
  /** The operators whose output are the records that pass WHERE. */
  readonly task: (context: TaskContext, output: Output<StreamRecord>) => OperatorGraph;
}

export interface PlannedQuery extends PlannedMain {
  /** The first source of the FROM clause: the sink takes after its formats and partitions. */
  readonly origin: Source;
}

/** A query's last unit, and those that repartition for it. */
export interface PlannedMain {
  /** Repartitioning units that come before the main one. */
  readonly before: readonly UnitPlan[];
  readonly inputs: readonly FromInput[];
  /** The columns that come out; the sink is made of them. */
  readonly shape: SinkShape;
  readonly task: UnitPlan['task'];
}

/**
 * Plans a persistent query.
 *
 * @param name the query's id: names internal topics
 * @throws KsqlError with its place in the text, for everything that ksqlDB refuses or this engine lacks
 */
export function planQuery(planning: Planning, query: Query, name: string): PlannedQuery {
  const from = fromClause(planning, query);
  const grouped = checkClauses(planning, query);
  const [first] = from.inputs as readonly [FromInput];
  if (first.source.kind === 'TABLE') {
    const upstream = tableUpstream(planning, query, from);
    const main = grouped
      ? planGroupedTable(planning, query, upstream, name)
      : planTable(planning, query, upstream);
    return { ...main, origin: first.source };
  }
  const { before, from: rekeyed } = joinSegments(planning, from, name);
  const upstream = withWhere(planning, query, rekeyed);
  const main = grouped
    ? planGrouped(planning, query, upstream, name)
    : { before: [], inputs: upstream.inputs, ...planStream(planning, query, upstream) };
  return { ...main, origin: first.source, before: [...before, ...main.before] };
}

/**
 * Refuses clauses that do not go together. Throws KsqlError.
 *
 * @returns whether the query groups
 */
export function checkClauses(planning: Planning, query: Query): boolean {
  if (query.limit !== undefined)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'LIMIT is for push and pull queries only.',
      'leave LIMIT out',
    );
  const grouped = query.groupBy.length > 0 || usesAggregates(planning, query);
  if (query.groupBy.length === 0 && grouped)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'Use of aggregate functions requires a GROUP BY clause.',
      'GROUP BY the key',
    );
  if (query.window !== undefined && !grouped)
    throw refusal(planning, 'SQL_INVALID', query.window.span, 'WINDOW clause requires a GROUP BY clause.');
  if (query.having !== undefined && !grouped)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.having.span,
      'HAVING clause requires a GROUP BY clause.',
      'use WHERE',
    );
  if (query.emit === 'FINAL' && query.window === undefined)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'EMIT FINAL is only supported for windowed aggregations.',
      'use EMIT CHANGES',
    );
  return grouped;
}

/** Whether the SELECT list calls an aggregate. */
export const usesAggregates = (planning: Planning, query: Query): boolean => {
  let found = false;
  for (const item of query.select)
    if (item.kind === 'SelectExpression')
      mapExpression(item.expression, (node) => {
        found ||= isAggregateCall(planning, node);
        return undefined;
      });
  return found;
};

function withWhere(planning: Planning, query: Query, from: FromClause): Upstream {
  const [first] = from.inputs as readonly [FromInput];
  const joins = from.joins.length === 0 ? undefined : planJoins(planning, from);
  const columns = joins?.columns ?? inputColumns(first.source, first.alias, undefined);
  const scope = columnsScope(planning, columns);
  const where = query.where === undefined ? undefined : predicate(planning, query.where, scope, 'WHERE');
  return {
    inputs: from.inputs,
    columns,
    scope,
    joinKeys: joins?.keys,
    joinedKey: joins?.keyOf,
    task: (context, output) => {
      const passed = where === undefined ? undefined : filter(context, { condition: where.evaluate }, output);
      const input = passed?.receive ?? output;
      const graph = joins === undefined ? { inputs: [input], operators: [] } : joins.task(context, input);
      return passed === undefined ? graph : endingWith(graph, passed);
    },
  };
}

/** Compiles a condition. Throws KsqlError SQL_TYPE when it is not BOOLEAN. */
export function predicate(
  planning: Planning,
  expression: Expression,
  scope: Scope,
  clause: string,
): Compiled {
  const compiled = planning.compile(withTimes(planning, expression), scope);
  if (compiled.type?.kind !== BOOLEAN.kind)
    throw refusal(
      planning,
      'SQL_TYPE',
      expression.span,
      `${clause} must be BOOLEAN, but it is ${compiled.type === undefined ? 'NULL' : formatType(compiled.type)}.`,
    );
  return compiled;
}
