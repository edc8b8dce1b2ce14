import { endingWith } from '../operators/operator.ts';
import { streamWriter } from '../operators/stateless/stream-writer.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import type { ScopeColumn } from './columns-scope.ts';
import { inheritedKeys, keyMissing } from './inherited-keys.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import type { Upstream } from './query-plan.ts';
import { type SelectColumn, selectItems } from './select-items.ts';
import type { SinkShape } from './sink.ts';
import { explodeTableFunctions } from './table-functions.ts';
import type { TaskContext, UnitPlan } from './task-plan.ts';

/** A stream made of a stream (or of joined ones): SELECT … [PARTITION BY …]. Throws KsqlError. */
export function planStream(
  planning: Planning,
  query: Query,
  selected: Upstream,
): { shape: SinkShape; task: UnitPlan['task'] } {
  const written = selectItems(planning, query, selected.columns);
  const { items, upstream } = explodeTableFunctions(planning, written, selected);
  const keyItems = planning.transient ? [] : sinkKeys(planning, query, upstream, items);
  const valueItems = items.filter((item) => !keyItems.includes(item));
  const keys = projection(planning, keyItems, upstream.scope);
  const values = projection(planning, valueItems, upstream.scope);
  const { joinedKey } = upstream;
  // a join's key stays what it was, even where the column that stands for it is null
  const keyExpressions =
    joinedKey === undefined || keyItems.length === 0 || query.partitionBy.length > 0
      ? keys.expressions
      : keys.columns.map(({ name }) => ({ name, evaluate: joinedKey }));
  const window = upstream.inputs.length === 1 ? upstream.inputs[0]?.source.window : undefined;

  return {
    shape: { kind: 'STREAM', keys: keys.columns, values: values.columns, window },
    task: (context: TaskContext) => {
      const options = { keys: keyExpressions, values: values.expressions };
      const writer = streamWriter(context, options, context.write);
      return endingWith(upstream.task(context, writer.receive), writer);
    },
  };
}

function sinkKeys(
  planning: Planning,
  query: Query,
  upstream: Upstream,
  items: readonly SelectColumn[],
): SelectColumn[] {
  return query.partitionBy.length > 0
    ? partitionKeys(planning, query, upstream, items)
    : inheritedKeys(planning, query, upstream, items);
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
