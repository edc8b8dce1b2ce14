/**
 * `LAG(x)` and `LAG(x, n)` of a query that groups, which ksqlDB does not have: the value that x had n records before the group's last one;
 * NULL where there is none. It stands for `LATEST_BY_OFFSET(x, n + 1, FALSE)[-(n + 1)]`.
 */
import type { Expression, FunctionCall } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { refuseExtension } from '../refuse-extension.ts';

const NAME = 'LAG';
/** The most records that it looks back: a group keeps a value for each. */
const MOST = 1_000;

/**
 * The query with what LAG stands for in its SELECT list and HAVING. Throws KsqlError SQL_INVALID for a number of records that is not one,
 * SQL_UNSUPPORTED where ksqlDB's SQL alone is wanted.
 */
export function withoutLag(context: PlanContext, query: Query): Query {
  // somebody's own function
  if (isKnown(context)) return query;
  const replaced = (expression: Expression): Expression =>
    mapExpression(expression, (node) =>
      node.kind === 'FunctionCall' && node.name.text === NAME ? earlierValue(context, node) : undefined,
    );
  return {
    ...query,
    select: query.select.map((item) =>
      item.kind === 'SelectExpression' ? { ...item, expression: replaced(item.expression) } : item,
    ),
    having: query.having && replaced(query.having),
  };
}

const isKnown = ({ functions }: PlanContext): boolean =>
  functions.aggregate(NAME) !== undefined || functions.scalar(NAME) !== undefined;

function earlierValue(context: PlanContext, call: FunctionCall): Expression {
  const { span } = call;
  const back = recordsBack(context, call);
  const count = integer(back + 1, span);
  const [value] = call.arguments as readonly [Expression];
  const latest: Expression = {
    ...call,
    name: { ...call.name, text: 'LATEST_BY_OFFSET' },
    arguments: [value, count, { kind: 'BooleanLiteral', value: false, span }],
  };
  const index: Expression = { kind: 'Unary', operator: '-', operand: count, span };
  const earlier: Expression = { kind: 'Subscript', base: latest, index, span };
  refuseExtension(context, span, 'LAG', `write ${formatExpression(earlier)}`);
  return earlier;
}

/** Throws KsqlError. */
function recordsBack(context: PlanContext, call: FunctionCall): number {
  const [value, back, ...others] = call.arguments;
  const isCalledWell = value !== undefined && value.kind !== 'Lambda' && others.length === 0;
  const wanted = back === undefined ? 1 : back.kind === 'IntegerLiteral' ? Number(back.value) : 0;
  if (isCalledWell && wanted >= 1 && wanted <= MOST) return wanted;
  throw planError(
    context,
    'SQL_INVALID',
    call.span,
    `LAG takes a value, and how many records before the last one: a number from 1 to ${MOST}.`,
    'LAG(x) is the value before the last one, LAG(x, 2) the one before that',
  );
}

const integer = (value: number, span: Span): Expression => ({
  kind: 'IntegerLiteral',
  value: BigInt(value),
  span,
});
