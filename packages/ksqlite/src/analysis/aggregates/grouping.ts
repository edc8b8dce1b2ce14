import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { Grouping } from '../analysed-query.ts';
import { bind, bindCondition } from '../names/bind.ts';
import type { Schema } from '../names/schema.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';
import { refuseNoValues } from '../select/no-values.ts';
import { resultColumns } from '../select/result-columns.ts';
import type { SelectColumn } from '../select/select-items.ts';
import {
  type AggregateExpressions,
  aggregateExpressions,
  type BoundAggregateExpression,
} from './aggregate-expressions.ts';
import { refuseNoAggregates } from './no-aggregates.ts';
import { refuseBoundsInHaving } from './window-bounds.ts';

export interface CheckedGrouping extends Grouping {
  readonly calls: readonly BoundAggregateExpression[];
}

/**
 * GROUP BY, the aggregates, the SELECT list and HAVING of a grouped statement. Throws KsqlError.
 *
 * @param schema what GROUP BY and the arguments of aggregates may name
 */
export function analyseGrouping(
  context: PlanContext,
  query: Query,
  items: readonly SelectColumn[],
  schema: Schema,
): CheckedGrouping {
  refuseBoundsInHaving(context, query);
  const expressions = [
    ...items.map((item) => item.expression),
    ...(query.having === undefined ? [] : [query.having]),
  ];
  const aggregates = aggregateExpressions(context, query, expressions, schema);
  refuseNoAggregates(context, query, aggregates.calls);
  const rewritten = items.map((item) => ({ ...item, expression: aggregates.rewrite(item.expression) }));
  const keyItems = groupItems(context, query, aggregates, rewritten);
  const result = {
    keys: resultColumns(context, aggregates.schema, keyItems),
    values: resultColumns(
      context,
      aggregates.schema,
      rewritten.filter((item) => !keyItems.includes(item)),
    ),
  };
  refuseNoValues(context, query, result);
  return {
    groupBy: query.groupBy.map((expression) => bind(context, schema, expression, 'GROUP BY').expression),
    calls: aggregates.calls,
    schema: aggregates.schema,
    having:
      query.having === undefined
        ? undefined
        : bindCondition(context, aggregates.schema, aggregates.rewrite(query.having), 'HAVING'),
    result,
  };
}

/** The items of the SELECT list that are the group: all of GROUP BY, each once. A client's rows have no keys. */
function groupItems(
  context: PlanContext,
  query: Query,
  aggregates: AggregateExpressions,
  items: readonly SelectColumn[],
): readonly SelectColumn[] {
  return (context.transient ? [] : query.groupBy).map((_, group) => {
    const same = items.filter((candidate) => aggregates.groupIndex(candidate.expression) === group);
    const [item] = same;
    refuseSecondGroup(context, query.groupBy[group] as Expression, same);
    if (item === undefined)
      throw planError(
        context,
        'SQL_INVALID',
        query.span,
        'The query must include all of its GROUP BY columns in its projection.',
        'add them to the SELECT list',
      );
    return item;
  });
}

/** Refuses a group that is selected twice. Throws KsqlError. */
function refuseSecondGroup(context: PlanContext, group: Expression, same: readonly SelectColumn[]): void {
  const [, second] = same;
  if (second === undefined) return;
  refuseUnlessStored(
    context,
    second.span,
    `The projection contains a key column more than once: ${same.map(({ name }) => name).join(' and ')}.`,
    `copy it into the value: AS_VALUE(${formatExpression(group)}) AS …`,
  );
}
