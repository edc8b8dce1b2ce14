import { Big } from 'big.js';
import type { Whole } from '../../functions/values/numbers/whole.ts';
import type { Unary } from '../../sql/ast/expression.ts';
import { isNumeric, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { typeError, typeName } from '../errors/type-error.ts';
import { negatedBigint } from './bigint-arithmetic.ts';

/** `-x`, `+x`. Throws KsqlError SQL_TYPE when the operand is not a number. */
export function compileSign(compiler: Compiler, expression: Unary): Compiled {
  const operand = compiler.compile(expression.operand);
  const { type, evaluate } = operand;
  if (type === undefined || !isNumeric(type)) {
    throw typeError(
      compiler,
      expression.span,
      `${typeName(type)} has no sign`,
      'Only numbers have: CAST it to one.',
    );
  }
  if (expression.operator === '+') return { ...operand, failsAsNull: true };
  const negate = negation(type);
  return {
    type,
    evaluate: (record) => {
      const value = evaluate(record);
      return value === null ? null : negate(value);
    },
    failsAsNull: true,
  };
}

const ZERO = new Big(0);

/** The negative of a value that is not NULL, by its type. */
export function negation(type: SqlType): (value: SqlValue) => SqlValue {
  switch (type.kind) {
    case 'INTEGER':
      // The smallest INTEGER is its own negative, and 0 has no sign.
      return (value) => -(value as number) | 0;
    case 'BIGINT':
      return (value) => negatedBigint(value as Whole);
    case 'DECIMAL':
      // Not `times(-1)`: that makes a -0, which a DECIMAL does not have.
      return (value) => ZERO.minus(value as Big);
    default:
      return (value) => -(value as number);
  }
}
