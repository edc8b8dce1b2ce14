import type { Binary, BinaryOperator, Expression } from '../ast/expression.ts';

/** Chains beyond this are printed without inner parentheses: the parser would find them nested too deep. */
const LONG_CHAIN = 50;

/**
 * `((a + b) + c)`, or, when it is long, `(a + b + c)`.
 *
 * @param formatExpression prints both sides
 */
export function formatBinary(
  expression: Binary,
  formatExpression: (expression: Expression) => string,
): string {
  const chain = leftChain(expression);
  if (chain.length <= LONG_CHAIN) {
    return `(${formatExpression(expression.left)} ${expression.operator} ${formatExpression(expression.right)})`;
  }
  const first = chain.at(-1) ?? expression;
  const further = chain.reverse().map(({ operator, right }) => ` ${operator} ${formatExpression(right)}`);
  return `(${formatExpression(first.left)}${further.join('')})`;
}

/** The expression, its left side, the left side of that, … as long as the operators lean left without parentheses. */
function leftChain(expression: Binary): Binary[] {
  const chain = [expression];
  const precedence = CHAINED.get(expression.operator);
  let left: Expression = expression.left;
  while (precedence !== undefined && left.kind === 'Binary' && CHAINED.get(left.operator) === precedence) {
    chain.push(left);
    left = left.left;
  }
  return chain;
}

/** Operators that chain, with a number for each precedence. */
const CHAINED: ReadonlyMap<BinaryOperator, number> = new Map<BinaryOperator, number>([
  ['OR', 1],
  ['AND', 2],
  ['+', 3],
  ['-', 3],
  ['*', 4],
  ['/', 4],
  ['%', 4],
]);
