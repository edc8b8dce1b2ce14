import type { Scope } from '../expressions/compiled.ts';
import type { Column } from '../formats/codec.ts';
import type { WindowInfo } from '../metastore/source.ts';
import { aggregate } from '../operators/aggregate.ts';
import { aggregator } from '../operators/aggregator.ts';
import type { KeptRows } from '../operators/kept-rows.ts';
import { sessionAggregate } from '../operators/session-aggregate.ts';
import type { TableChange } from '../operators/table-change.ts';
import { timeWindowAggregate } from '../operators/time-window-aggregate.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query, Window } from '../sql/ast/query.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import { type Aggregation, aggregation } from './aggregation.ts';
import { columnsScope } from './columns-scope.ts';
import { keyTwice } from './inherited-keys.ts';
import { type Planning, refusal } from './planning.ts';
import { projection, wholeRow } from './projection.ts';
import { type PlannedMain, predicate, type Upstream } from './query-plan.ts';
import { repartitionForGroups } from './repartition-plan.ts';
import { type SelectColumn, selectItems } from './select-items.ts';
import { tableEmitter } from './table-emitter.ts';
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
  const aggregates = aggregator(grouping.calls);

  return {
    before,
    inputs: upstream.inputs,
    shape: { kind: 'TABLE', ...grouped.columns, window: windowInfo(query.window) },
    task: (context) => {
      const emit = grouped.emitter(context);
      const groupKey = (record: StreamRecord): Row | null => groupRow(context, groupBy, record);
      const options = {
        name: 'aggregate',
        aggregator: aggregates,
        groupKey,
        keyTypes: grouping.keyTypes,
        onKept: keptRows(context, grouped.emitter),
      };
      const add =
        query.window === undefined
          ? aggregate(context, options, emit)
          : windowed(context, query.window, { ...options, final: query.emit === 'FINAL' }, emit);
      return upstream.task(context, add);
    },
  };
}

/** What the groups that are kept make of the output now. */
export const keptRows =
  (context: TaskContext, emitter: GroupedSelect['emitter']) =>
  (rows: KeptRows<TableChange>): void =>
    context.onKept?.((key, emit) => {
      const write = emitter({ ...context, emit });
      for (const row of rows(key)) write(row);
    });

/** The SELECT list and HAVING of a grouped statement, over its aggregates. */
export interface GroupedSelect {
  readonly grouping: Aggregation;
  readonly columns: { readonly keys: readonly Column[]; readonly values: readonly Column[] };
  /** Writes what changes of the aggregates make of the output. */
  readonly emitter: (context: TaskContext) => (change: TableChange) => void;
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
    emitter: (context) =>
      tableEmitter(context, {
        asRecord: (change, result) =>
          streamRecord(change.ts, change.partition, -1, change.key.concat(result), false, change.window),
        having,
        keyRow: keys.row(context),
        row: wholeRow(context, keys, values),
      }),
  };
}

function windowed(
  context: TaskContext,
  window: Window,
  options: Parameters<typeof aggregate>[1] & { readonly final: boolean },
  emit: (change: TableChange) => void,
): (record: StreamRecord) => void {
  const { sizeMs } = window;
  // Kafka Streams: 24 hours from a window's start, unless a grace is given
  const graceMs = window.graceMs ?? Math.max(0, DAY_MS - sizeMs);
  const retentionMs = Math.max(window.retentionMs ?? DAY_MS, sizeMs + graceMs);
  const onExpired = (): void => undefined;
  const common = { ...options, graceMs, retentionMs, onExpired };
  return window.type === 'SESSION'
    ? sessionAggregate(context, { ...common, gapMs: sizeMs }, emit)
    : timeWindowAggregate(context, { ...common, sizeMs, advanceMs: window.advanceMs ?? sizeMs }, emit);
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

/** The group's columns; null: one of them is null, or fails, and the record belongs to no group. */
export function groupRow(
  context: TaskContext,
  groupBy: readonly { readonly evaluate: (record: StreamRecord) => SqlValue }[],
  record: StreamRecord,
): Row | null {
  const row = new Array<SqlValue>(groupBy.length);
  for (let i = 0; i < groupBy.length; i++) {
    try {
      const value = groupBy[i]?.evaluate(record) ?? null;
      if (value === null) return null;
      row[i] = value;
    } catch (error) {
      context.onError(error, 'GROUP BY');
      return null;
    }
  }
  return row;
}
