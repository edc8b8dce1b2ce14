import type { Binary, BinaryOperator, Expression } from '../../sql/ast/expression.ts';

/** Terms that must all be true. */
export type Conjunction = readonly Expression[];

/**
 * A condition as alternatives, of which one must be true: `a AND (b OR c)` is `a AND b`, `a AND c`. As in ksqlDB's pull
 * queries, IN is a comparison for each of its items, and BETWEEN two of them.
 *
 * @returns undefined: there are more than `limit`
 */
export function disjuncts(condition: Expression, limit: number): readonly Conjunction[] | undefined {
  const node = withoutNot(condition);
  if (node.kind === 'InList' && !node.negated) {
    const { operand, items } = node;
    return items.length > limit ? undefined : items.map((item) => [comparison('=', operand, item, item)]);
  }
  if (node.kind === 'Between' && !node.negated) {
    const { operand, low, high } = node;
    return [[comparison('>=', operand, low, node), comparison('<=', operand, high, node)]];
  }
  if (node.kind !== 'Binary' || (node.operator !== 'AND' && node.operator !== 'OR')) return [[node]];
  const left = disjuncts(node.left, limit);
  const right = disjuncts(node.right, limit);
  if (left === undefined || right === undefined) return undefined;
  const count = node.operator === 'OR' ? left.length + right.length : left.length * right.length;
  if (count > limit) return undefined;
  return node.operator === 'OR' ? [...left, ...right] : left.flatMap((a) => right.map((b) => [...a, ...b]));
}

const comparison = (
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  { span }: Expression,
): Binary => ({ kind: 'Binary', operator, left, right, span });

/** NOT moved inwards, past AND, OR and another NOT. */
function withoutNot(node: Expression): Expression {
  if (node.kind !== 'Unary' || node.operator !== 'NOT') return node;
  const { operand } = node;
  const not = (inner: Expression): Expression => ({ ...node, operand: inner });
  if (operand.kind === 'Unary' && operand.operator === 'NOT') return withoutNot(operand.operand);
  if (operand.kind === 'Binary' && operand.operator === 'AND')
    return { ...operand, operator: 'OR', left: not(operand.left), right: not(operand.right) };
  if (operand.kind === 'Binary' && operand.operator === 'OR')
    return { ...operand, operator: 'AND', left: not(operand.left), right: not(operand.right) };
  return node;
}
