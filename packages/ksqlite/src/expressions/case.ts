import type { Case, Expression } from '../sql/ast/expression.ts';
import { type SqlType, sameType } from '../types/sql-type.ts';
import type { Compiled } from './compiled.ts';
import type { Compiler } from './compiler.ts';
import { present, throwing } from './errors/failures.ts';
import { expressionError, typeError, typeName } from './errors/type-error.ts';
import { compileCondition } from './logic.ts';

type Evaluate = Compiled['evaluate'];

/**
 * `CASE WHEN condition THEN value … [ELSE value] END`. The values must be of one type, numbers too: ksqlDB does not
 * unify them (ExpressionTypeManager.visitSearchedCaseExpression). A condition that is NULL is not FALSE: it makes
 * the whole expression fail (SearchedCaseFunction unboxes it).
 *
 * Throws KsqlError SQL_TYPE when types differ, SQL_UNSUPPORTED for `CASE x WHEN …`.
 */
export function compileCase(compiler: Compiler, expression: Case): Compiled {
  refuseOperand(compiler, expression);
  const conditions = expression.branches.map(({ when }) =>
    compileCondition(compiler, when, 'what follows WHEN'),
  );
  const results = expression.branches.map(({ then }) => then);
  const { otherwise } = expression;
  const all = otherwise === undefined ? results : [...results, otherwise];
  const type = commonResult(compiler, expression, all);
  // Where no result can be NULL by value, null is free to stand for a failure, and nothing need be thrown.
  const failsAsNull =
    otherwise !== undefined && all.every((result) => compiler.compile(result).failsAsNull === true);
  const result = (part: Expression): Evaluate =>
    failsAsNull ? compiler.compile(part).evaluate : throwing(compiler, compiler.compile(part), part.span);
  const tests = conditions.map((condition, i) =>
    failsAsNull
      ? condition.evaluate
      : present(
          compiler,
          condition,
          expression.branches[i]?.when.span ?? expression.span,
          'The WHEN is NULL',
        ),
  );
  const last: Evaluate = otherwise === undefined ? () => null : result(otherwise);
  // From the last branch to the first: each knows only itself and what comes after it.
  const evaluate = results.reduceRight<Evaluate>(
    (rest, then, i) => branch(tests[i] ?? rest, result(then), rest),
    last,
  );
  return { type, evaluate, failsAsNull };
}

function branch(test: Evaluate, then: Evaluate, rest: Evaluate): Evaluate {
  return (record) => {
    const holds = test(record);
    if (holds === true) return then(record);
    return holds === null ? null : rest(record);
  };
}

function refuseOperand(compiler: Compiler, { operand }: Case): void {
  if (operand === undefined) return;
  throw expressionError(
    compiler,
    'SQL_UNSUPPORTED',
    operand.span,
    'CASE with an operand is not supported, neither here nor in ksqlDB',
    'Write the searched form: CASE WHEN x = 1 THEN … WHEN x = 2 THEN … END.',
  );
}

function commonResult(compiler: Compiler, expression: Case, results: readonly Expression[]): SqlType {
  let common: SqlType | undefined;
  for (const result of results) {
    const { type } = compiler.compile(result);
    if (type === undefined) continue;
    common ??= type;
    if (!sameType(common, type)) {
      throw typeError(
        compiler,
        result.span,
        `${typeName(type)} after ${typeName(common)}: the results of a CASE must be of one type`,
        `CAST(… AS ${typeName(common)}) makes it so.`,
      );
    }
  }
  if (common === undefined) {
    throw typeError(
      compiler,
      expression.span,
      'All results of this CASE are NULL',
      'CAST one NULL to the type meant.',
    );
  }
  return common;
}
