import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';

/** The columns that an expression names, from left to right. */
export function columnsIn(expression: Expression): readonly ColumnReference[] {
  const found: ColumnReference[] = [];
  mapExpression(expression, (node) => {
    if (node.kind === 'ColumnReference') found.push(node);
    return undefined;
  });
  return found;
}
