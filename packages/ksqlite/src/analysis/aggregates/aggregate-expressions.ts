/**
 * A grouped statement's expressions, rewritten over what the aggregation gives out: the group's columns, then one column
 * for each aggregate call, then the bounds of the window. `SELECT id, COUNT(*) + 1 … GROUP BY id` reads
 * `GROUP:0, CALL:0 + 1`.
 */
import type { BoundAggregate } from '../../functions/aggregate-function.ts';
import type { Expression, FunctionCall } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { AggregateExpression } from '../analysed-query.ts';
import { isAggregateCall } from '../clauses.ts';
import { bind, resolve, typeOf, typeScope } from '../names/bind.ts';
import { referenceTo, type Schema, type SchemaColumn, windowBounds } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { refuseExtension } from '../refuse-extension.ts';
import { bindAggregate } from './bind-aggregate.ts';
import { windowBound } from './window-bounds.ts';

export interface AggregateExpressions {
  readonly calls: readonly BoundAggregateExpression[];
  /** What the rewritten expressions are over. */
  readonly schema: Schema;
  readonly rewrite: (expression: Expression) => Expression;
  /** Which group column a (rewritten) expression is; -1: none. */
  readonly groupIndex: (rewritten: Expression) => number;
}

export interface BoundAggregateExpression extends AggregateExpression {
  readonly aggregate: BoundAggregate;
  /** undefined: the NULL literal's */
  readonly argumentTypes: readonly (SqlType | undefined)[];
  /** As it was written. */
  readonly written: FunctionCall;
}

const GROUP = 'GROUP:';
const CALL = 'CALL:';

/**
 * @param schema what GROUP BY and the arguments of aggregates may name
 * @throws KsqlError for columns that are neither grouped nor aggregated, unknown variants, nested aggregates
 */
export function aggregateExpressions(
  context: PlanContext,
  { groupBy, window }: Pick<Query, 'groupBy' | 'window'>,
  expressions: readonly Expression[],
  schema: Schema,
): AggregateExpressions {
  const groupTexts = groupBy.map(groupText);
  const groups = groupBy.map((expression, i) => column(GROUP, i, groupType(context, schema, expression)));
  const calls: BoundAggregateExpression[] = [];
  const callTexts: string[] = [];

  const callIndex = (call: FunctionCall): number => {
    const text = formatExpression(call);
    const known = callTexts.indexOf(text);
    if (known >= 0) return known;
    calls.push(boundCall(context, schema, call));
    callTexts.push(text);
    return calls.length - 1;
  };
  const rewrite = (expression: Expression): Expression =>
    mapExpression(expression, (node) => {
      const group = groupTexts.indexOf(groupText(node));
      if (group >= 0) return referenceTo({ alias: '', name: `${GROUP}${group}` }, node.span);
      if (isAggregateCall(context, node))
        return referenceTo({ alias: '', name: `${CALL}${callIndex(node)}` }, node.span);
      if (node.kind === 'ColumnReference') {
        const bound = windowBound(context, { window }, schema, node);
        if (bound !== undefined) return bound;
        resolve(context, schema, node);
        throw planError(
          context,
          'SQL_INVALID',
          node.span,
          `Non-aggregate SELECT expression(s) not part of GROUP BY: ${formatExpression(node)}`,
          'add it to GROUP BY, or aggregate it: LATEST_BY_OFFSET(…)',
        );
      }
      return undefined;
    });
  // everything is rewritten once here, so that `calls` is whole before the columns are listed
  for (const expression of expressions) rewrite(expression);

  return {
    calls,
    schema: [...groups, ...calls.map(({ type }, i) => column(CALL, i, type)), ...windowBounds('')],
    rewrite,
    groupIndex: (rewritten) =>
      rewritten.kind === 'ColumnReference' && rewritten.name.text.startsWith(GROUP)
        ? Number(rewritten.name.text.slice(GROUP.length))
        : -1,
  };
}

const column = (prefix: string, index: number, type: SqlType): SchemaColumn => ({
  alias: '',
  name: `${prefix}${index}`,
  type,
  role: prefix === GROUP ? 'key' : 'value',
});

function groupType(context: PlanContext, schema: Schema, expression: Expression): SqlType {
  const type = typeOf(context, schema, expression, 'GROUP BY');
  if (type === undefined) throw planError(context, 'SQL_INVALID', expression.span, 'NULL is no group.');
  return type;
}

function boundCall(context: PlanContext, schema: Schema, call: FunctionCall): BoundAggregateExpression {
  if (call.distinct) refuseExtension(context, call.span, 'COUNT(DISTINCT …)', 'write COUNT_DISTINCT(…)');
  const { aggregate } = bindAggregate(context, call, typeScope(context, schema));
  const args = call.arguments.map((argument) =>
    argument.kind === 'Lambda' ? { expression: argument, type: undefined } : bind(context, schema, argument),
  );
  return {
    call: { ...call, arguments: args.map(({ expression }) => expression) },
    type: aggregate.returns,
    aggregate,
    argumentTypes: args.map(({ type }) => type),
    written: call,
  };
}

/** `s.id` and `id` are the same group: a grouped statement's FROM decides what an unqualified name means. */
const groupText = (expression: Expression): string =>
  expression.kind === 'ColumnReference'
    ? formatExpression({ ...expression, source: undefined })
    : formatExpression(expression);
