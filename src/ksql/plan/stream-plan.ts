import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import type { ScopeColumn } from './columns-scope.ts';
import { ROWKEY } from './join-plan.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import type { Upstream } from './query-plan.ts';
import { type SelectColumn, selectItems } from './select-items.ts';
import type { SinkShape } from './sink.ts';
import type { TaskContext, UnitPlan } from './task-plan.ts';

/** A stream made of a stream (or of joined ones): SELECT … [PARTITION BY …]. Throws KsqlError. */
export function planStream(
  planning: Planning,
  query: Query,
  upstream: Upstream,
): { shape: SinkShape; task: UnitPlan['task'] } {
  const items = selectItems(planning, query, upstream.columns);
  const keyItems =
    query.partitionBy.length > 0
      ? partitionKeys(planning, query, upstream, items)
      : inheritedKeys(planning, query, upstream, items);
  const valueItems = items.filter((item) => !keyItems.includes(item));
  const keys = projection(planning, keyItems, upstream.scope);
  const values = projection(planning, valueItems, upstream.scope);
  const window = upstream.inputs.length === 1 ? upstream.inputs[0]?.source.window : undefined;

  return {
    shape: { kind: 'STREAM', keys: keys.columns, values: values.columns, window },
    task: (context: TaskContext) => {
      const keyRow = keys.row(context);
      const valueRow = values.row(context);
      return upstream.task(context, (record) => {
        const row = keyRow(record);
        if (!record.tombstone) for (const value of valueRow(record)) row.push(value);
        context.emit(row, record.tombstone, record.ts, record.partition, record.window);
      });
    },
  };
}

/** Without PARTITION BY the key stays what it was, and must be selected. */
function inheritedKeys(
  planning: Planning,
  query: Query,
  upstream: Upstream,
  items: readonly SelectColumn[],
): SelectColumn[] {
  const { columns, joinKeys, inputs } = upstream;
  if (joinKeys !== undefined) {
    const synthetic = columns.find((column) => column.alias === '' && column.name === ROWKEY);
    if (synthetic !== undefined) {
      const item = items.find(
        ({ expression }) => expression.kind === 'ColumnReference' && expression.name.text === ROWKEY,
      );
      if (item === undefined) throw keyMissing(planning, query, ROWKEY);
      return [item];
    }
    // the joined record's key is any source's join column that is selected; the leftmost is never null but in outer joins
    for (let i = 0; i < joinKeys.length; i++) {
      const key = joinKeys[i];
      const name = key?.kind === 'ColumnReference' ? key.name.text : '';
      const item = items.find((candidate) =>
        isColumn(candidate.expression, columns, inputs[i]?.alias ?? '', name),
      );
      if (item !== undefined) return [item];
    }
    const [first] = joinKeys;
    throw keyMissing(planning, query, first === undefined ? '' : formatExpression(first));
  }
  const keyColumns = columns.filter((column) => column.isKey);
  return keyColumns.map((column) => {
    const item = items.find((candidate) =>
      isColumn(candidate.expression, columns, column.alias, column.name),
    );
    if (item === undefined) throw keyMissing(planning, query, column.name);
    return item;
  });
}

function partitionKeys(
  planning: Planning,
  query: Query,
  upstream: Upstream,
  items: readonly SelectColumn[],
): SelectColumn[] {
  if (upstream.inputs.some((input) => input.source.window !== undefined))
    throw refusal(
      planning,
      'SQL_INVALID',
      query.span,
      'Implicit repartitioning of windowed sources is not supported. See https://github.com/confluentinc/ksql/issues/4385.',
      'declare a second stream on the topic, without KEY and WINDOW_TYPE, and PARTITION BY a value column of it',
    );
  const [first] = query.partitionBy;
  if (first?.kind === 'NullLiteral' && query.partitionBy.length === 1) return [];
  return query.partitionBy.map((expression) => {
    const wanted = textOf(expression, upstream.columns);
    const item = items.find((candidate) => textOf(candidate.expression, upstream.columns) === wanted);
    if (item === undefined) throw keyMissing(planning, query, formatExpression(expression));
    return item;
  });
}

const keyMissing = (planning: Planning, query: Query, key: string): Error =>
  refusal(
    planning,
    'SQL_INVALID',
    query.span,
    `The query must include the key column ${key} in its projection.`,
    `add ${key} to the SELECT list (AS_VALUE(${key}) makes a copy among the values)`,
  );

function isColumn(
  expression: Expression,
  columns: readonly ScopeColumn[],
  alias: string,
  name: string,
): boolean {
  if (expression.kind !== 'ColumnReference' || expression.name.text !== name) return false;
  if (expression.source !== undefined) return expression.source.text === alias;
  return columns.some((column) => column.alias === alias && column.name === name);
}

/** One text for one meaning: an unqualified name gets its source's alias. */
function textOf(expression: Expression, columns: readonly ScopeColumn[]): string {
  if (expression.kind === 'ColumnReference' && expression.source === undefined) {
    const owner = columns.find((column) => column.name === expression.name.text);
    if (owner !== undefined) return `\`${owner.alias}\`.\`${owner.name}\``;
  }
  if (expression.kind === 'ColumnReference' && expression.source !== undefined)
    return `\`${expression.source.text}\`.\`${expression.name.text}\``;
  return formatExpression(expression);
}
