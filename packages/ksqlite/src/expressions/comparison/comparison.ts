import type { Binary, BinaryOperator } from '../../sql/ast/expression.ts';
import type { Span } from '../../sql/ast/span.ts';
import { BOOLEAN } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { constant, isConstant } from '../constants/constant.ts';
import { negated } from '../logic.ts';
import { type Convert, comparing, reading, type Test } from './comparison-test.ts';
import { assertComparable, type Comparison } from './comparison-types.ts';

type Evaluate = Compiled['evaluate'];

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
export const isComparison = (operator: BinaryOperator): operator is Comparison => COMPARISONS.has(operator);

export const compileComparison = (compiler: Compiler, expression: Binary, operator: Comparison): Compiled =>
  comparison(
    compiler,
    operator,
    compiler.compile(expression.left),
    compiler.compile(expression.right),
    expression.span,
  );

/**
 * `= <> < <= > >=`. With a NULL on either side every one of them is FALSE, not NULL: ksqlDB has two-valued
 * comparisons (SqlToJavaVisitor.visitComparisonExpression).
 *
 * Throws KsqlError SQL_TYPE when the types do not compare, the NULL literal among them.
 */
export function comparison(
  compiler: Compiler,
  operator: Comparison,
  left: Compiled,
  right: Compiled,
  span: Span,
): Compiled {
  const types = assertComparable(compiler, operator, left, right, span);
  const { readLeft, readRight, test } = comparing(operator, types);
  const a = readOnce(left, readLeft);
  const b = readOnce(right, readRight);
  const evaluate = against(a.side, b.side, reading({ test, readLeft: a.read, readRight: b.read }));
  return { type: BOOLEAN, evaluate, failsAsNull: true };
}

/** A constant is read here and now. One that cannot be read is left to fail for every record, as in ksqlDB. */
function readOnce(
  side: Compiled,
  read: Convert | undefined,
): { readonly side: Compiled; readonly read?: Convert } {
  if (read === undefined || !isConstant(side) || side.constant === null) return { side, read };
  try {
    return { side: constant(side.type, read(side.constant)) };
  } catch {
    return { side, read };
  }
}

/** The test behind its NULL checks. Null as the answer: a side failed, and so does the comparison. */
function against(left: Compiled, right: Compiled, test: Test): Evaluate {
  const { evaluate: leftOf } = left;
  const { evaluate: rightOf } = right;
  const withoutLeft = left.failsAsNull === true ? null : false;
  const withoutRight = right.failsAsNull === true ? null : false;
  if (isConstant(right) && right.constant !== null) {
    const b = right.constant;
    return (record) => {
      const a = leftOf(record);
      return a === null ? withoutLeft : test(a, b);
    };
  }
  return (record) => {
    const a = leftOf(record);
    if (a === null) return withoutLeft;
    const b = rightOf(record);
    return b === null ? withoutRight : test(a, b);
  };
}

/**
 * IS [NOT] DISTINCT FROM: two NULLs are the same, NULL and a value are not. Throws KsqlError SQL_TYPE when the types
 * do not compare.
 */
export function compileDistinct(compiler: Compiler, expression: Binary): Compiled {
  const left = compiler.compile(expression.left);
  const right = compiler.compile(expression.right);
  const types = assertComparable(compiler, '<>', left, right, expression.span);
  const evaluate = distinct(left, right, reading(comparing('<>', types)));
  const differs: Compiled = { type: BOOLEAN, evaluate, failsAsNull: true };
  return expression.operator === 'IS DISTINCT FROM' ? differs : negated(differs);
}

function distinct(left: Compiled, right: Compiled, differ: Test): Evaluate {
  const failed = (side: Compiled, value: SqlValue): boolean => value === null && side.failsAsNull === true;
  return (record) => {
    const a = left.evaluate(record);
    const b = failed(left, a) ? null : right.evaluate(record);
    if (a !== null && b !== null) return differ(a, b);
    return failed(left, a) || failed(right, b) ? null : a !== b;
  };
}
