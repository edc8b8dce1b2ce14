import { UnsupportedPatternError } from '../../functions/function-error.ts';
import type {
  Argument,
  BoundFunction,
  RuntimeArgument,
  ScalarFunction,
} from '../../functions/scalar-function.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Expression, FunctionCall, Lambda } from '../../sql/ast/expression.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { guarded, throwing } from '../errors/failures.ts';
import { expressionError, typeError, typeName } from '../errors/type-error.ts';
import { findScalar } from './find-scalar.ts';
import { compileLambda } from './lambda.ts';
import { limited } from './value-limits.ts';

type EvaluateArgument = (record: StreamRecord) => RuntimeArgument;
interface CompiledArgument {
  readonly argument: Argument;
  readonly evaluate: EvaluateArgument;
}

/**
 * `f(a, x => …)`. An argument that is itself a call or a dereference and fails is guarded (see FailingPart); other
 * arguments that fail let the call fail (SqlToJavaVisitor.visitFunctionCall).
 *
 * Throws KsqlError SQL_UNKNOWN_FUNCTION, SQL_INVALID for an aggregate, SQL_TYPE when no variant of the function
 * takes the arguments, SQL_UNSUPPORTED for a constant pattern that Java takes and the engine does not.
 */
export function compileFunctionCall(compiler: Compiler, expression: FunctionCall): Compiled {
  const scalar = findScalar(compiler, expression);
  const compiled = expression.arguments.map((argument) => compileArgument(compiler, argument));
  const args = compiled.map(({ argument }) => argument);
  const bound = bind(compiler, expression, scalar, args);
  if (bound === undefined) {
    const types = args.map((argument) => (argument.kind === 'lambda' ? 'lambda' : typeName(argument.type)));
    throw typeError(
      compiler,
      expression.span,
      `Function '${scalar.name.toLowerCase()}' does not accept parameters (${types.join(', ')}).`,
      `${args.some(isUntypedNull) ? 'CAST(NULL AS …) gives NULL a type. ' : ''}Valid alternatives are: ${scalar.signatures.join('; ')}.`,
    );
  }
  const evaluators = compiled.map(({ evaluate }) => evaluate);
  const evaluate = calling(bound.call, evaluators);
  const budget = compiler.variables.size === 0 ? undefined : compiler.budget;
  return { type: bound.returns, evaluate: limited(evaluate, bound.returns, budget) };
}

const isUntypedNull = (argument: Argument): boolean =>
  argument.kind === 'value' && argument.type === undefined;

function bind(
  compiler: Compiler,
  { span }: FunctionCall,
  scalar: ScalarFunction,
  args: readonly Argument[],
): BoundFunction | undefined {
  try {
    return scalar.bind(args, compiler.options.context);
  } catch (error) {
    if (!(error instanceof UnsupportedPatternError)) throw error;
    throw expressionError(compiler, 'SQL_UNSUPPORTED', span, `${scalar.name}: ${error.message}`, error.hint);
  }
}

function compileArgument(compiler: Compiler, argument: Expression | Lambda): CompiledArgument {
  if (argument.kind === 'Lambda') return compileLambda(compiler, argument);
  const compiled = compiler.compile(argument);
  return {
    argument: { kind: 'value', type: compiled.type, literal: compiled.constant },
    evaluate: argumentOf(compiler, argument, compiled),
  };
}

function argumentOf(compiler: Compiler, argument: Expression, compiled: Compiled): EvaluateArgument {
  const { span } = argument;
  if (argument.kind === 'FunctionCall') return guarded(compiler, compiled, span, argument.name.text);
  if (argument.kind === 'Dereference') return guarded(compiler, compiled, span, argument.field.text);
  return throwing(compiler, compiled, span);
}

/** The call, written out by the number of arguments: nothing is allocated for up to four. */
function calling(code: BoundFunction['call'], args: readonly EvaluateArgument[]): Compiled['evaluate'] {
  const call = code as (...values: RuntimeArgument[]) => SqlValue;
  const nothing: EvaluateArgument = () => null;
  const [a = nothing, b = nothing, c = nothing, d = nothing] = args;
  switch (args.length) {
    case 0:
      return () => call();
    case 1:
      return (record) => call(a(record));
    case 2:
      return (record) => call(a(record), b(record));
    case 3:
      return (record) => call(a(record), b(record), c(record));
    case 4:
      return (record) => call(a(record), b(record), c(record), d(record));
    default:
      return (record) => call(...args.map((argument) => argument(record)));
  }
}
