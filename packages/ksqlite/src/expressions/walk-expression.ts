import type { Expression, Lambda } from '../sql/ast/expression.ts';

/** The parts right below an expression, in the order they are written. */
export function partsOf(expression: Expression | Lambda): readonly (Expression | Lambda)[] {
  switch (expression.kind) {
    case 'Dereference':
      return [expression.base];
    case 'Subscript':
      return [expression.base, expression.index];
    case 'FunctionCall':
      return expression.arguments;
    case 'Lambda':
      return [expression.body];
    case 'Unary':
    case 'IsNull':
    case 'Cast':
      return [expression.operand];
    case 'Binary':
      return [expression.left, expression.right];
    case 'Like':
      return [expression.operand, expression.pattern];
    case 'Between':
      return [expression.operand, expression.low, expression.high];
    case 'InList':
      return [expression.operand, ...expression.items];
    case 'Case':
      return [
        ...(expression.operand ? [expression.operand] : []),
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'StructConstructor':
      return expression.fields.map(({ value }) => value);
    case 'ArrayConstructor':
      return expression.items;
    case 'MapConstructor':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    default:
      return [];
  }
}

/** Visits an expression and all its parts, outer ones first. Parts of one for which `visit` says false are left out. */
export function walkExpression(
  expression: Expression | Lambda,
  visit: (part: Expression | Lambda) => unknown,
): void {
  if (visit(expression) === false) return;
  for (const part of partsOf(expression)) walkExpression(part, visit);
}
