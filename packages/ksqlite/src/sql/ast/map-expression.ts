import type { Expression, Lambda } from './expression.ts';

/**
 * Rebuilds an expression from the top down: where `replace` gives an expression, that takes the node's place; where
 * it gives undefined, the node's children are gone through. A lambda's own parameters are left alone in its body.
 */
export function mapExpression(
  expression: Expression,
  replace: (node: Expression) => Expression | undefined,
): Expression {
  const go = (node: Expression): Expression => {
    const replaced = replace(node);
    if (replaced !== undefined) return replaced;
    switch (node.kind) {
      case 'Dereference':
        return { ...node, base: go(node.base) };
      case 'Subscript':
        return { ...node, base: go(node.base), index: go(node.index) };
      case 'FunctionCall':
        return {
          ...node,
          arguments: node.arguments.map((argument) =>
            argument.kind === 'Lambda' ? mapLambda(argument, replace) : go(argument),
          ),
        };
      case 'Unary':
      case 'IsNull':
      case 'Cast':
        return { ...node, operand: go(node.operand) };
      case 'Binary':
        return { ...node, left: go(node.left), right: go(node.right) };
      case 'Like':
        return { ...node, operand: go(node.operand), pattern: go(node.pattern) };
      case 'Between':
        return { ...node, operand: go(node.operand), low: go(node.low), high: go(node.high) };
      case 'InList':
        return { ...node, operand: go(node.operand), items: node.items.map(go) };
      case 'Case':
        return {
          ...node,
          operand: node.operand === undefined ? undefined : go(node.operand),
          branches: node.branches.map(({ when, then }) => ({ when: go(when), then: go(then) })),
          otherwise: node.otherwise === undefined ? undefined : go(node.otherwise),
        };
      case 'StructConstructor':
        return { ...node, fields: node.fields.map(({ name, value }) => ({ name, value: go(value) })) };
      case 'ArrayConstructor':
        return { ...node, items: node.items.map(go) };
      case 'MapConstructor':
        return {
          ...node,
          entries: node.entries.map(({ key, value }) => ({ key: go(key), value: go(value) })),
        };
      default:
        return node;
    }
  };
  return go(expression);
}

function mapLambda(lambda: Lambda, replace: (node: Expression) => Expression | undefined): Lambda {
  const own = new Set(lambda.parameters.map((parameter) => parameter.text));
  const body = mapExpression(lambda.body, (node) =>
    node.kind === 'ColumnReference' && node.source === undefined && own.has(node.name.text)
      ? node
      : replace(node),
  );
  return { ...lambda, body };
}
