import type { LambdaArgument, RuntimeArgument } from '../../functions/scalar-function.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { Lambda } from '../../sql/ast/expression.ts';
import type { Identifier } from '../../sql/ast/span.ts';
import { formatType, type SqlType, sameType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiler, Variable } from '../compiler.ts';
import { throwing } from '../errors/failures.ts';
import { expressionError, typeError } from '../errors/type-error.ts';
import type { LambdaBudget } from './value-limits.ts';

/** A lambda that is a function's argument: first it is typed (`argument.resolve`), then `evaluate` hands it over. */
export interface CompiledLambda {
  readonly argument: LambdaArgument;
  readonly evaluate: (record: StreamRecord) => RuntimeArgument;
}

/**
 * `x => body`. The function that is called says what its parameters are; the body is compiled then. The body sees
 * the record, and the parameters of the lambdas around it.
 *
 * `resolve` throws KsqlError SQL_TYPE when the body does not fit the types, or a parameter's name is that of an outer
 * one of another type (ksqlDB's LambdaMappingUtil).
 */
export function compileLambda(compiler: Compiler, lambda: Lambda): CompiledLambda {
  for (const parameter of lambda.parameters)
    if (isColumn(compiler, parameter))
      throw expressionError(
        compiler,
        'SQL_INVALID',
        parameter.span,
        `Lambda function argument can't be a column name: ${parameter.text}`,
        'Give the parameter another name.',
      );
  let code: (record: StreamRecord) => RuntimeArgument = () => {
    throw typeError(compiler, lambda.span, 'The function never said what the lambda’s parameters are');
  };
  const resolve = (types: readonly SqlType[]): SqlType | undefined => {
    const cells = types.map((type): Variable => ({ type, value: null }));
    const inner = compiler.inside(namedVariables(compiler, lambda, cells));
    const body = inner.compile(lambda.body);
    const isOutermost = compiler.variables.size === 0;
    code = lambdaCode(cells, throwing(inner, body, lambda.body.span), compiler.budget, isOutermost);
    return body.type;
  };
  return {
    argument: { kind: 'lambda', arity: lambda.parameters.length, resolve },
    evaluate: (record) => code(record),
  };
}

/** As in ksqlDB a parameter may not hide a column. */
function isColumn(compiler: Compiler, name: Identifier): boolean {
  try {
    compiler.options.scope.column({ kind: 'ColumnReference', source: undefined, name, span: name.span });
    return true;
  } catch {
    return false;
  }
}

function namedVariables(
  compiler: Compiler,
  lambda: Lambda,
  cells: readonly Variable[],
): Map<string, Variable> {
  const variables = new Map(compiler.variables);
  lambda.parameters.forEach(({ text, span }, i) => {
    const cell = cells[i];
    const outer = compiler.variables.get(text);
    if (cell === undefined)
      throw typeError(compiler, span, `The function gives the lambda no parameter ${text}`);
    if (outer !== undefined && !sameType(outer.type, cell.type)) {
      throw typeError(
        compiler,
        span,
        `${text} is ${formatType(outer.type)} outside of this lambda and ${formatType(cell.type)} inside`,
        'Give the inner parameter another name.',
      );
    }
    variables.set(text, cell);
  });
  return variables;
}

/** One function for all records: the record and the parameters are put where the body finds them. */
function lambdaCode(
  cells: readonly Variable[],
  body: (record: StreamRecord) => SqlValue,
  budget: LambdaBudget,
  isOutermost: boolean,
): (record: StreamRecord) => RuntimeArgument {
  let current: StreamRecord | undefined;
  const run = (...values: SqlValue[]): SqlValue => {
    budget.spend(1);
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i];
      if (cell !== undefined) cell.value = values[i] ?? null;
    }
    return current === undefined ? null : body(current);
  };
  const [only] = cells;
  const runOne = (value: SqlValue): SqlValue => {
    budget.spend(1);
    if (only !== undefined) only.value = value;
    return current === undefined ? null : body(current);
  };
  const call = cells.length === 1 ? runOne : run;
  return (record) => {
    current = record;
    if (isOutermost) budget.reset();
    return call;
  };
}
