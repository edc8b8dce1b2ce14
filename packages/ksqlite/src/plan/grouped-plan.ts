import type { Scope } from '../expressions/compiled.ts';
import type { Column } from '../formats/codec.ts';
import type { WindowInfo } from '../metastore/source.ts';
import { aggregate } from '../operators/aggregates/aggregate.ts';
import { sessionAggregate } from '../operators/aggregates/session-aggregate.ts';
import { timeWindowAggregate } from '../operators/aggregates/time-window-aggregate.ts';
import {
  endingWith,
  type KeepsRows,
  type KeptRows,
  type OneInput,
  type OperatorGraph,
  type Output,
  type Receiver,
} from '../operators/operator.ts';
import type { TableChange } from '../operators/tables/table-change.ts';
import { tableFilter } from '../operators/tables/table-filter.ts';
import { tableWriter } from '../operators/tables/table-writer.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query, Window } from '../sql/ast/query.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import { type Aggregation, aggregation } from './aggregation.ts';
import { columnsScope } from './columns-scope.ts';
import { keyTwice } from './inherited-keys.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import { type PlannedMain, predicate, type Upstream } from './query-plan.ts';
import { repartitionForGroups } from './repartition-plan.ts';
import { type SelectColumn, selectItems } from './select-items.ts';
import { noTableFunctions } from './table-functions.ts';
import type { TaskContext } from './task-plan.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** GROUP BY … [WINDOW …] [HAVING …]: a table of aggregates. Throws KsqlError. */
export function planGrouped(planning: Planning, query: Query, input: Upstream, name: string): PlannedMain {
  if (query.partitionBy.length > 0)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY, a GROUP BY makes a table.',
      'leave PARTITION BY out',
    );
  const items = selectItems(planning, query, input.columns);
  noTableFunctions(planning, items, 'Table functions cannot be used with aggregations.');
  const { before, upstream } = repartitionForGroups(planning, query, input, name);
  const grouped = groupedSelect(planning, query, items, upstream.scope);
  const { grouping } = grouped;
  checkWindow(
    planning,
    query,
    grouping.calls.every((call) => call.aggregate.merge !== undefined),
  );
  const groupBy = query.groupBy.map((expression) => planning.compile(expression, upstream.scope));

  return {
    before,
    inputs: upstream.inputs,
    shape: { kind: 'TABLE', ...grouped.columns, window: windowInfo(query.window) },
    task: (context) => {
      const end = grouped.end(context);
      const options = {
        name: 'aggregate',
        calls: grouping.calls,
        groupBy: groupBy.map(({ evaluate }) => evaluate),
        keyTypes: grouping.keyTypes,
        sendsOld: grouped.sendsOld,
      };
      const add =
        query.window === undefined
          ? aggregate(context, options, end.receive)
          : windowed(context, query.window, { ...options, final: query.emit === 'FINAL' }, end.receive);
      return end.behind(endingWith(upstream.task(context, add.receive), add), add.rows);
    },
  };
}

/** The SELECT list and HAVING of a grouped statement, over its aggregates. */
export interface GroupedSelect {
  readonly grouping: Aggregation;
  readonly columns: { readonly keys: readonly Column[]; readonly values: readonly Column[] };
  /** Whether the aggregation has to give the old row beside the new one. */
  readonly sendsOld: boolean;
  /** The operators that write what changes of the aggregates make of the output. */
  readonly end: (context: TaskContext) => GroupedEnd;
}

/** HAVING, and what writes the output. */
export interface GroupedEnd {
  readonly receive: Receiver<TableChange>;
  /** The graph with these behind it. */
  behind(graph: OperatorGraph, kept: KeptRows): OperatorGraph;
}

/** @param selectScope what the arguments of aggregates may name */
export function groupedSelect(
  planning: Planning,
  query: Query,
  items: readonly SelectColumn[],
  selectScope: Scope,
): GroupedSelect {
  const expressions = [
    ...items.map((item) => item.expression),
    ...(query.having === undefined ? [] : [query.having]),
  ];
  const grouping = aggregation(planning, query.groupBy, expressions, selectScope);

  const scope = columnsScope(planning, grouping.columns);
  const rewritten = items.map((item) => ({ ...item, expression: grouping.rewrite(item.expression) }));
  const keyItems = (planning.transient ? [] : query.groupBy).map((_, group) => {
    const same = rewritten.filter((candidate) => grouping.groupIndex(candidate.expression) === group);
    const [item] = same;
    if (same.length > 1 && !planning.transient)
      throw keyTwice(planning, formatExpression(query.groupBy[group] as Expression), same);
    if (item === undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        query.span,
        'The query must include all of its GROUP BY columns in its projection.',
        'add them to the SELECT list',
      );
    return item;
  });
  const keys = projection(planning, keyItems, scope);
  const values = projection(
    planning,
    rewritten.filter((item) => !keyItems.includes(item)),
    scope,
  );
  const having =
    query.having === undefined
      ? undefined
      : predicate(planning, grouping.rewrite(query.having), scope, 'HAVING');
  return {
    grouping,
    columns: { keys: keys.columns, values: values.columns },
    sendsOld: having !== undefined,
    end: (context) => {
      const options = { keyed: keyItems.length > 0, values: values.expressions };
      const writer = tableWriter(context, options, context.write);
      if (having === undefined)
        return {
          receive: writer.receive,
          behind: (graph, kept) => ({ ...endingWith(graph, writer), rows: writer.outputRows(kept) }),
        };
      const filter = { condition: having.evaluate, clause: 'HAVING', sendsOld: false };
      const passed = tableFilter(context, filter, writer.receive);
      return {
        receive: passed.receive,
        behind: (graph, kept) => ({
          ...endingWith(endingWith(graph, passed), writer),
          rows: writer.outputRows(passed.rowsOf(kept)),
        }),
      };
    },
  };
}

function windowed(
  context: TaskContext,
  window: Window,
  options: Parameters<typeof aggregate>[1] & { readonly final: boolean },
  output: Output<TableChange>,
): OneInput & KeepsRows {
  const { sizeMs } = window;
  // Kafka Streams: 24 hours from a window's start, unless a grace is given
  const graceMs = window.graceMs ?? Math.max(0, DAY_MS - sizeMs);
  const retentionMs = Math.max(window.retentionMs ?? DAY_MS, sizeMs + graceMs);
  const common = { ...options, graceMs, retentionMs };
  return window.type === 'SESSION'
    ? sessionAggregate(context, { ...common, gapMs: sizeMs }, output)
    : timeWindowAggregate(context, { ...common, sizeMs, advanceMs: window.advanceMs ?? sizeMs }, output);
}

function checkWindow(planning: Planning, query: Query, mergeable: boolean): void {
  const { window } = query;
  if (window === undefined) return;
  if (window.advanceMs !== undefined && (window.advanceMs < 1 || window.advanceMs > window.sizeMs))
    throw refusal(
      planning,
      'SQL_INVALID',
      window.span,
      `Window advancement interval should be more than zero and less than window duration which is ${window.sizeMs} ms, but given advancement interval is: ${window.advanceMs} ms`,
    );
  const grace = window.graceMs ?? 0;
  if (window.retentionMs !== undefined && window.retentionMs < window.sizeMs + grace)
    throw refusal(
      planning,
      'SQL_INVALID',
      window.span,
      `The retention period (${window.retentionMs} ms) must be at least the window's size and grace (${window.sizeMs + grace} ms).`,
    );
  if (window.type === 'SESSION' && !mergeable)
    throw refusal(
      planning,
      'SQL_INVALID',
      window.span,
      'One of the aggregates can not be used in a session window: it has no merge.',
    );
}

const windowInfo = (window: Window | undefined): WindowInfo | undefined =>
  window === undefined
    ? undefined
    : { type: window.type, sizeMs: window.type === 'SESSION' ? undefined : window.sizeMs };
