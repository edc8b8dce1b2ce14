import type { Expression } from '../sql/ast/expression.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { LambdaBudget } from './calls/value-limits.ts';
import type { Compiled, CompileOptions } from './compiled.ts';

/** What the compilers of the kinds of expressions share. */
export interface Compiler {
  readonly options: CompileOptions;
  /** The parameters of the lambdas around the expression, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Compiles a part; asked for the same part again it gives the same answer. */
  readonly compile: (expression: Expression) => Compiled;
  /** Of all lambdas in the expression. */
  readonly budget: LambdaBudget;
  /** A compiler for a lambda's body. */
  readonly inside: (variables: ReadonlyMap<string, Variable>) => Compiler;
}

/** A lambda's parameter. Its value is put there before the body runs; evaluation is synchronous, so one place does. */
export interface Variable {
  readonly type: SqlType;
  value: SqlValue;
}
