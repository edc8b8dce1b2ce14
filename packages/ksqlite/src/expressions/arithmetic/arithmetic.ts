import type { Big } from 'big.js';
import { checkLength } from '../../functions/values/limits.ts';
import { decimalOf } from '../../functions/values/numbers/decimal-type.ts';
import type { Binary, BinaryOperator } from '../../sql/ast/expression.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { isNumeric, type SqlType, STRING } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { isConstant } from '../constants/constant.ts';
import { throwing } from '../errors/failures.ts';
import { typeError, typeName } from '../errors/type-error.ts';
import { BIGINT_ARITHMETIC } from './bigint-arithmetic.ts';
import { type DecimalOperator, decimalArithmetic, decimalResult } from './decimal-arithmetic.ts';
import { DOUBLE_ARITHMETIC } from './double-arithmetic.ts';
import { INTEGER_ARITHMETIC } from './integer-arithmetic.ts';
import { bigOf, doubleOf } from './numbers.ts';

type Operation = (a: never, b: never) => SqlValue;
type Evaluate = Compiled['evaluate'];

export const isArithmetic = (operator: BinaryOperator): operator is DecimalOperator =>
  '+-*/%'.includes(operator);

/**
 * `+ - * / %`. The wider of the two types is the result's (INT, BIGINT, DECIMAL, DOUBLE); `+` also joins STRINGs,
 * where NULL reads as 'null'. (ksqlDB's Operator and SqlToJavaVisitor.visitArithmeticBinary.)
 *
 * Throws KsqlError SQL_TYPE when the types do not take arithmetic.
 */
export function compileArithmetic(
  compiler: Compiler,
  expression: Binary,
  operator: DecimalOperator,
): Compiled {
  const left = compiler.compile(expression.left);
  const right = compiler.compile(expression.right);
  if (operator === '+' && left.type?.kind === 'STRING' && right.type?.kind === 'STRING') {
    return concatenation(
      throwing(compiler, left, expression.left.span),
      throwing(compiler, right, expression.right.span),
    );
  }
  if (
    left.type === undefined ||
    right.type === undefined ||
    !isNumeric(left.type) ||
    !isNumeric(right.type)
  ) {
    throw typeError(
      compiler,
      expression.span,
      `Error processing expression: ${formatExpression(expression)}. Arithmetic on types ${typeText(left.type)} and ${typeText(right.type)} are not supported.`,
      operator === '+'
        ? 'Numbers add to numbers and STRING to STRING: CAST(… AS STRING) makes a text of the other side.'
        : 'Both sides must be numbers: CAST one that is not.',
    );
  }
  return numeric(operator, left, left.type, right, right.type);
}

function concatenation(left: Evaluate, right: Evaluate): Compiled {
  const evaluate: Evaluate = (record) => {
    const text = `${left(record)}${right(record)}`;
    checkLength(text.length);
    return text;
  };
  return { type: STRING, evaluate, failsAsNull: true };
}

function numeric(
  operator: DecimalOperator,
  left: Compiled,
  leftType: SqlType,
  right: Compiled,
  rightType: SqlType,
): Compiled {
  const operation = (type: SqlType, code: Operation, a = left, b = right): Compiled => ({
    type,
    evaluate: onBoth(a, b, code),
    failsAsNull: true,
  });
  const wider = rank(leftType) >= rank(rightType) ? leftType : rightType;
  switch (wider.kind) {
    case 'INTEGER':
      return operation(wider, INTEGER_ARITHMETIC[operator]);
    case 'BIGINT':
      return operation(wider, BIGINT_ARITHMETIC[operator]);
    case 'DECIMAL': {
      const result = decimalResult(operator, decimalOf(leftType) ?? wider, decimalOf(rightType) ?? wider);
      const code: (a: Big, b: Big) => Big = decimalArithmetic(operator, result);
      return operation(result, code, bigOf(left), bigOf(right));
    }
    default:
      return operation(wider, DOUBLE_ARITHMETIC[operator], doubleOf(left), doubleOf(right));
  }
}

const WIDTHS = ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE'];
const rank = (type: SqlType): number => WIDTHS.indexOf(type.kind);

/** NULL when either side is. */
function onBoth(left: Compiled, right: Compiled, code: Operation): Evaluate {
  const operation = code as (a: SqlValue, b: SqlValue) => SqlValue;
  const { evaluate: leftOf } = left;
  const { evaluate: rightOf } = right;
  if (isConstant(right) && right.constant !== null) {
    const b = right.constant;
    return (record) => {
      const a = leftOf(record);
      return a === null ? null : operation(a, b);
    };
  }
  return (record) => {
    const a = leftOf(record);
    if (a === null) return null;
    const b = rightOf(record);
    return b === null ? null : operation(a, b);
  };
}

/** As ksqlDB writes it. */
const typeText = (type: SqlType | undefined): string => (type === undefined ? 'null' : typeName(type));
