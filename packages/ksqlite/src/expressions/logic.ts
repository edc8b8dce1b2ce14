import type { Binary, Expression, Unary } from '../sql/ast/expression.ts';
import { BOOLEAN } from '../types/sql-type.ts';
import type { Compiled } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { typeError, typeName } from './errors/type-error.ts';

/**
 * AND, OR: the right side counts only when the left does not decide. A NULL that is looked at makes the whole
 * expression NULL, so `NULL AND FALSE` is NULL where SQL says FALSE, but `FALSE AND NULL` is FALSE: ksqlDB compiles
 * them to Java's `&&` and `||` on boxed values (recorded: 'case and nulls again'). Where the right side
 * decides without a row (`… OR TRUE`, `… AND FALSE`) the left one is computed and not looked at: its NULL does not count, but
 * where it fails, the whole fails. So its compiler, Janino, has it (UnitCompiler.compileBoolean2; seen on 7.9).
 *
 * Throws KsqlError SQL_TYPE when a side is not a BOOLEAN.
 */
export function compileLogic(compiler: Compiler, expression: Binary): Compiled {
  const { evaluate: left, failsAsNull } = compileCondition(
    compiler,
    expression.left,
    `a side of ${expression.operator}`,
  );
  const { evaluate: right } = compileCondition(
    compiler,
    expression.right,
    `a side of ${expression.operator}`,
  );
  const undecided = expression.operator === 'AND';
  if (constantOf(expression.right) === !undecided)
    return {
      type: BOOLEAN,
      evaluate: (record) => (left(record) === null && failsAsNull === true ? null : !undecided),
      failsAsNull: true,
    };
  return {
    type: BOOLEAN,
    evaluate: (record) => {
      const value = left(record);
      return value === undecided ? right(record) : value;
    },
    failsAsNull: true,
  };
}

/** What a condition is, whatever the row: of TRUE and FALSE alone, as Java's constant expressions. */
function constantOf(expression: Expression): boolean | undefined {
  if (expression.kind === 'BooleanLiteral') return expression.value;
  if (expression.kind === 'Unary' && expression.operator === 'NOT') {
    const operand = constantOf(expression.operand);
    return operand === undefined ? undefined : !operand;
  }
  if (expression.kind !== 'Binary' || (expression.operator !== 'AND' && expression.operator !== 'OR'))
    return undefined;
  const left = constantOf(expression.left);
  return left === (expression.operator === 'AND') ? constantOf(expression.right) : left;
}

/** NOT; of NULL it is NULL. Throws KsqlError SQL_TYPE when the operand is not a BOOLEAN. */
export function compileNot(compiler: Compiler, expression: Unary): Compiled {
  return negated(compileCondition(compiler, expression.operand, 'the operand of NOT'));
}

export function negated({ evaluate }: Compiled): Compiled {
  return {
    type: BOOLEAN,
    evaluate: (record) => {
      const value = evaluate(record);
      return value === null ? null : !value;
    },
    failsAsNull: true,
  };
}

/** An expression that must be BOOLEAN. `role` says for the message what it is there for. */
export function compileCondition(compiler: Compiler, expression: Expression, role: string): Compiled {
  const condition = compiler.compile(expression);
  if (condition.type?.kind !== 'BOOLEAN') {
    throw typeError(
      compiler,
      expression.span,
      `${typeName(condition.type)} is not a BOOLEAN, and ${role} must be one`,
      'Compare it with something, or test it with IS NOT NULL.',
    );
  }
  return condition;
}
