import { Big } from 'big.js';
import type { DecimalLiteral, Expression } from '../../sql/ast/expression.ts';
import {
  BIGINT,
  BOOLEAN,
  type DecimalType,
  DOUBLE,
  decimal,
  INTEGER,
  type SqlType,
  STRING,
} from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { normalized } from '../arithmetic/bigint-arithmetic.ts';

/** A literal's type and value; a type of undefined is the NULL literal's. */
export interface LiteralValue {
  readonly type: SqlType | undefined;
  readonly value: SqlValue;
}

const LITERALS: ReadonlySet<Expression['kind']> = new Set([
  'NullLiteral',
  'BooleanLiteral',
  'IntegerLiteral',
  'DecimalLiteral',
  'DoubleLiteral',
  'StringLiteral',
]);

export const isLiteral = (expression: Expression): boolean => LITERALS.has(expression.kind);

/** The value of a literal; undefined for every other expression. */
export function literalValue(expression: Expression): LiteralValue | undefined {
  switch (expression.kind) {
    case 'NullLiteral':
      return { type: undefined, value: null };
    case 'BooleanLiteral':
      return { type: BOOLEAN, value: expression.value };
    case 'IntegerLiteral':
      return { type: integerType(expression.value), value: normalized(expression.value) };
    case 'DecimalLiteral':
      return { type: decimalType(expression), value: new Big(expression.text) };
    case 'DoubleLiteral':
      return { type: DOUBLE, value: expression.value };
    case 'StringLiteral':
      return { type: STRING, value: expression.value };
    default:
      return undefined;
  }
}

const integerType = (value: bigint): SqlType => (BigInt.asIntN(32, value) === value ? INTEGER : BIGINT);

/**
 * The digits as written; below 1 the zero before the point counts too, so that 0.05 is DECIMAL(3, 2) (ksqlDB's
 * DecimalUtil.fromValue).
 */
function decimalType({ text }: DecimalLiteral): DecimalType {
  const [whole = '', fraction = ''] = text.split('.');
  const wholeDigits = whole.replace(/^-?0*/, '').length;
  return decimal(Math.max(wholeDigits, 1) + fraction.length, fraction.length);
}
