import type { Binary, Expression, Unary } from '../sql/ast/expression.ts';
import { compileArithmetic, isArithmetic } from './arithmetic/arithmetic.ts';
import { compileSign } from './arithmetic/sign.ts';
import { compileFunctionCall } from './calls/function-call.ts';
import { LambdaBudget } from './calls/value-limits.ts';
import { compileCase } from './case.ts';
import { compileCast } from './casts/cast-expression.ts';
import { compileColumn } from './column.ts';
import { compileBetween } from './comparison/between.ts';
import { compileComparison, compileDistinct, isComparison } from './comparison/comparison.ts';
import { compileInList } from './comparison/in-list.ts';
import { compileLike } from './comparison/like.ts';
import { compileNullTest } from './comparison/null-test.ts';
import type { Compiled, CompileOptions } from './compiled.ts';
import type { Compiler, Variable } from './compiler.ts';
import { constant, folded, isConstant } from './constants/constant.ts';
import { literalValue } from './constants/literal.ts';
import { compileArray, compileMap, compileStruct } from './constructors.ts';
import { compileDereference } from './dereference.ts';
import { compileLogic, compileNot } from './logic.ts';
import { compileSubscript } from './subscript.ts';
import { partsOf } from './walk-expression.ts';

/**
 * Turns an expression into the code that runs for every record. All types are settled here: what is returned looks
 * at no type again. Parts without columns and calls are computed once.
 *
 * Throws KsqlError: SQL_TYPE when types do not fit, SQL_UNKNOWN_FUNCTION, SQL_UNKNOWN_COLUMN for a field that a
 * STRUCT does not have, SQL_INVALID for an aggregate, SQL_UNSUPPORTED for `CASE x WHEN …`, and what the scope throws.
 */
export function compileExpression(expression: Expression, options: CompileOptions): Compiled {
  return compilerWith(options, new Map(), new LambdaBudget()).compile(expression);
}

function compilerWith(
  options: CompileOptions,
  variables: ReadonlyMap<string, Variable>,
  budget: LambdaBudget,
): Compiler {
  const known = new Map<Expression, Compiled>();
  const compiler: Compiler = {
    options,
    variables,
    budget,
    inside: (inner) => compilerWith(options, inner, budget),
    compile: (expression) => {
      const before = known.get(expression);
      if (before !== undefined) return before;
      const compiled = compileFolded(compiler, expression);
      known.set(expression, compiled);
      return compiled;
    },
  };
  return compiler;
}

function compileFolded(compiler: Compiler, expression: Expression): Compiled {
  const literal = literalValue(expression);
  if (literal !== undefined) return constant(literal.type, literal.value);
  const compiled = compileKind(compiler, expression);
  if (isConstant(compiled) || expression.kind === 'ColumnReference' || expression.kind === 'FunctionCall') {
    return compiled;
  }
  const isFixed = partsOf(expression).every(
    (part) => part.kind !== 'Lambda' && isConstant(compiler.compile(part)),
  );
  return isFixed ? folded(compiled) : compiled;
}

function compileKind(compiler: Compiler, expression: Expression): Compiled {
  switch (expression.kind) {
    case 'ColumnReference':
      return compileColumn(compiler, expression);
    case 'Dereference':
      return compileDereference(compiler, expression);
    case 'Subscript':
      return compileSubscript(compiler, expression);
    case 'FunctionCall':
      return compileFunctionCall(compiler, expression);
    case 'Unary':
      return compileUnary(compiler, expression);
    case 'Binary':
      return compileBinary(compiler, expression);
    case 'IsNull':
      return compileNullTest(compiler, expression);
    case 'Like':
      return compileLike(compiler, expression);
    case 'Between':
      return compileBetween(compiler, expression);
    case 'InList':
      return compileInList(compiler, expression);
    case 'Case':
      return compileCase(compiler, expression);
    case 'Cast':
      return compileCast(compiler, expression);
    case 'StructConstructor':
      return compileStruct(compiler, expression);
    case 'ArrayConstructor':
      return compileArray(compiler, expression);
    case 'MapConstructor':
      return compileMap(compiler, expression);
    default: {
      const { type, value } = literalValue(expression) ?? { type: undefined, value: null };
      return constant(type, value);
    }
  }
}

const compileUnary = (compiler: Compiler, expression: Unary): Compiled =>
  expression.operator === 'NOT' ? compileNot(compiler, expression) : compileSign(compiler, expression);

function compileBinary(compiler: Compiler, expression: Binary): Compiled {
  const { operator } = expression;
  if (isArithmetic(operator)) return compileArithmetic(compiler, expression, operator);
  if (isComparison(operator)) return compileComparison(compiler, expression, operator);
  return operator === 'AND' || operator === 'OR'
    ? compileLogic(compiler, expression)
    : compileDistinct(compiler, expression);
}
