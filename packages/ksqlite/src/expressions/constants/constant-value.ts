import type { Expression } from '../../sql/ast/expression.ts';
import { isNumeric } from '../../types/sql-type.ts';
import { negation } from '../arithmetic/sign.ts';
import { type LiteralValue, literalValue } from './literal.ts';

/** The value of a literal, or of a number with a sign; undefined for every other expression. */
export function constantValue(expression: Expression): LiteralValue | undefined {
  if (expression.kind !== 'Unary' || expression.operator === 'NOT') return literalValue(expression);
  const operand = constantValue(expression.operand);
  if (operand?.type === undefined || !isNumeric(operand.type)) return undefined;
  return expression.operator === '+'
    ? operand
    : { type: operand.type, value: negation(operand.type)(operand.value) };
}
