import type { Compiled, Scope } from '../../expressions/compiled.ts';
import { constantValue } from '../../expressions/constants/constant-value.ts';
import type { BoundAggregate } from '../../functions/aggregate-function.ts';
import type { Argument, ValueArgument } from '../../functions/scalar-function.ts';
import type { Expression, FunctionCall } from '../../sql/ast/expression.ts';
import { formatType } from '../../types/sql-type.ts';
import { type Failing, type PlanContext, planError } from '../plan-context.ts';

/** An aggregate function's variant for the types of a call's arguments, and the arguments compiled. */
export interface BoundCall {
  readonly aggregate: BoundAggregate;
  readonly arguments: readonly Compiled[];
}

/**
 * Chooses the variant of an aggregate that takes a call's arguments. Throws KsqlError SQL_TYPE when there is none.
 *
 * @param scope what the arguments may name
 * @param failing what failures inside of them come to; default: NULL, unreported
 */
export function bindAggregate(
  context: PlanContext,
  call: FunctionCall,
  scope: Scope,
  failing?: Failing,
): BoundCall {
  const definition = context.functions.aggregate(call.name.text);
  if (definition === undefined) throw new Error(`${call.name.text} is not an aggregate`);
  const compiled = call.arguments.map((argument) => {
    if (argument.kind === 'Lambda')
      throw planError(context, 'SQL_INVALID', argument.span, 'An aggregate takes no lambda.');
    const result = context.compile(argument, scope, failing);
    return { result, value: valueArgument(argument, result) };
  });
  const aggregate = definition.bind(
    compiled.map(({ value }) => value),
    context.context,
  );
  if (aggregate === undefined) {
    const given = compiled.map(({ value }) => describe(value)).join(', ');
    throw planError(
      context,
      'SQL_TYPE',
      call.span,
      `Function '${definition.name}' does not accept parameters (${given}).`,
      `it is called as ${definition.signatures.join(' or ')}`,
    );
  }
  return { aggregate, arguments: compiled.map(({ result }) => result) };
}

function valueArgument(argument: Expression, { type }: Compiled): ValueArgument {
  const literal = constantValue(argument)?.value;
  return { kind: 'value', type, ...(literal === undefined ? {} : { literal }) };
}

const describe = (argument: Argument): string =>
  argument.kind === 'value' && argument.type !== undefined ? formatType(argument.type) : 'NULL';
