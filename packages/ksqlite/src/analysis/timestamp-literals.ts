import { parseTimestampText } from '../functions/values/time/time-text.ts';
import type { Binary, Expression } from '../sql/ast/expression.ts';
import { mapExpression } from '../sql/ast/map-expression.ts';
import { type PlanContext, planError } from './plan-context.ts';

const TIMES = ['ROWTIME', 'WINDOWSTART', 'WINDOWEND'];
const COMPARISONS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='];

/**
 * Texts that the times of records and windows are compared with, as ms: `WINDOWSTART >= '2023-11-14T22:13'`, as ksqlDB
 * takes them in conditions. Throws KsqlError for a text that is not a time.
 */
export function timestampLiterals(context: PlanContext, condition: Expression): Expression {
  const time = (node: Expression): Expression => {
    if (node.kind !== 'StringLiteral') return node;
    try {
      return {
        kind: 'IntegerLiteral',
        value: BigInt(parseTimestampText(node.value)),
        span: node.span,
      };
    } catch (error) {
      throw planError(
        context,
        'SQL_INVALID',
        node.span,
        error instanceof Error ? error.message : String(error),
        "such as '2023-11-14T22:13:20.000', with an optional zone: Z or +0200; parts may be left out from the right",
      );
    }
  };
  return mapExpression(condition, (node) => {
    if (node.kind === 'Between' && isTime(node.operand))
      return { ...node, low: time(node.low), high: time(node.high) };
    if (!isComparison(node)) return undefined;
    if (isTime(node.left)) return { ...node, right: time(node.right) };
    if (isTime(node.right)) return { ...node, left: time(node.left) };
    return undefined;
  });
}

const isTime = (node: Expression): boolean =>
  node.kind === 'ColumnReference' && TIMES.includes(node.name.text);

const isComparison = (node: Expression): node is Binary =>
  node.kind === 'Binary' && COMPARISONS.includes(node.operator);
