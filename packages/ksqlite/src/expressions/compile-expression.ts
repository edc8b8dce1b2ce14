import type { Binary, Expression, Unary } from '../sql/ast/expression.ts';
import { compileArithmetic, isArithmetic } from './arithmetic.ts';
import { compileBetween } from './between.ts';
import { compileCase } from './case.ts';
import { compileCast } from './cast-expression.ts';
import { compileColumn } from './column.ts';
import { compileComparison, compileDistinct, isComparison } from './comparison.ts';
import type { Compiled, CompileOptions } from './compiled.ts';
import type { Compiler, Variable } from './compiler.ts';
import { constant, folded, isConstant } from './constant.ts';
import { compileArray, compileMap, compileStruct } from './constructors.ts';
import { compileDereference } from './dereference.ts';
import { compileFunctionCall } from './function-call.ts';
import { compileInList } from './in-list.ts';
import { compileLike } from './like.ts';
import { literalValue } from './literal.ts';
import { compileLogic, compileNot } from './logic.ts';
import { compileNullTest } from './null-test.ts';
import { compileSign } from './sign.ts';
import { compileSubscript } from './subscript.ts';
import { partsOf } from './walk-expression.ts';

/**
 * Turns an expression into the code that runs for every record. All types are settled here: what is returned looks
 * at no type again. Parts without columns and calls are computed once.
 *
 * Throws KsqlError: SQL_TYPE when types do not fit, SQL_UNKNOWN_FUNCTION, SQL_UNKNOWN_COLUMN for a field that a
 * STRUCT has not, SQL_INVALID for an aggregate, SQL_UNSUPPORTED for `CASE x WHEN …`, and what the scope throws.
 */
export function compileExpression(expression: Expression, options: CompileOptions): Compiled {
  return compilerWith(options, new Map()).compile(expression);
}

function compilerWith(options: CompileOptions, variables: ReadonlyMap<string, Variable>): Compiler {
  const known = new Map<Expression, Compiled>();
  const compiler: Compiler = {
    options,
    variables,
    inside: (inner) => compilerWith(options, inner),
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
