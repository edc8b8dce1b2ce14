/**
 * ORDER BY of a pull query, an extension. Each of its expressions becomes a column behind those of the SELECT list: it may name one of
 * these (`ORDER BY n`, by its alias or its place) or anything that they may name.
 */
import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { isComparable } from '../../types/compare-values.ts';
import { formatType } from '../../types/sql-type.ts';
import type { ResultColumn } from '../analysed-query.ts';
import { internalColumn } from '../names/internal-columns.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import type { SelectColumn } from '../select/select-items.ts';

/** A column that rows are sorted by. NULL is greater than every value. */
export interface SortKey extends ResultColumn {
  readonly descending: boolean;
}

/** The expressions of ORDER BY as further items of a SELECT list. Throws KsqlError. */
export const sortColumns = (
  context: PlanContext,
  { orderBy }: Query,
  items: readonly SelectColumn[],
): readonly SelectColumn[] =>
  (orderBy?.items ?? []).map(({ expression, span }, i) => ({
    name: internalColumn(`ORDER${i}`),
    expression: itemOf(context, expression, items) ?? expression,
    span,
  }));

function itemOf(
  context: PlanContext,
  expression: Expression,
  items: readonly SelectColumn[],
): Expression | undefined {
  if (expression.kind === 'ColumnReference' && expression.source === undefined)
    return items.find(({ name }) => name === expression.name.text)?.expression;
  if (expression.kind !== 'IntegerLiteral') return undefined;
  const item = items[Number(expression.value) - 1];
  if (item !== undefined) return item.expression;
  throw planError(
    context,
    'SQL_INVALID',
    expression.span,
    `ORDER BY ${expression.value}: there is no such column, the SELECT list has ${items.length}.`,
  );
}

/** The same when they are bound. Throws KsqlError for a type that has no order. */
export const sortKeys = (
  context: PlanContext,
  { orderBy }: Query,
  columns: readonly ResultColumn[],
): readonly SortKey[] =>
  (orderBy?.items ?? []).map(({ descending, span }, i) => {
    const column = columns[i] as ResultColumn;
    if (isComparable(column.type)) return { ...column, descending };
    throw planError(
      context,
      'SQL_TYPE',
      span,
      `ORDER BY can't compare values of ${formatType(column.type)}.`,
      'sort by a part of it: struct->field, array[1]',
    );
  });
