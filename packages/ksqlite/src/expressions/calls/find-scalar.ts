import type { ScalarFunction } from '../../functions/scalar-function.ts';
import type { FunctionCall } from '../../sql/ast/expression.ts';
import { nearest } from '../../sql/messages/nearest.ts';
import type { Compiler } from '../compiler.ts';
import { expressionError } from '../errors/type-error.ts';

/**
 * The scalar function that is called. Throws KsqlError SQL_UNKNOWN_FUNCTION when none has the name, SQL_INVALID when
 * it is an aggregate: where those may stand, the analyser has replaced them by columns before.
 */
export function findScalar(compiler: Compiler, { name, star, span }: FunctionCall): ScalarFunction {
  const { functions } = compiler.options;
  const scalar = functions.scalar(name.text);
  if (functions.aggregate(name.text) !== undefined && scalar === undefined) {
    throw expressionError(
      compiler,
      'SQL_INVALID',
      span,
      `${name.text} is an aggregate and cannot stand here`,
      'Aggregates belong into the SELECT and the HAVING of a statement with GROUP BY, and not inside each other.',
    );
  }
  if (functions.table(name.text) !== undefined && scalar === undefined) {
    throw expressionError(
      compiler,
      'SQL_INVALID',
      span,
      `${name.text} is a table function and cannot stand here`,
      'Table functions belong into the SELECT of a stream; make a stream of it first, and select from that.',
    );
  }
  if (scalar === undefined) throw unknown(compiler, name.text, name.span);
  if (star)
    throw expressionError(compiler, 'SQL_INVALID', span, `${name.text} does not take *`, 'COUNT does.');
  return scalar;
}

function unknown(compiler: Compiler, name: string, span: FunctionCall['span']): Error {
  const { scalars, aggregates, tables } = compiler.options.functions;
  const known = [...scalars, ...aggregates, ...tables].map((fn) => fn.name);
  const near = nearest(name, known);
  const similar = known
    .filter((other) => other.includes(name) || name.includes(other))
    .filter((o) => o !== near);
  const candidates = [...(near === undefined ? [] : [near]), ...similar].slice(0, 5);
  return expressionError(
    compiler,
    'SQL_UNKNOWN_FUNCTION',
    span,
    `Can't find any functions with the name '${name}'`,
    candidates.length === 0 ? 'SHOW FUNCTIONS lists them.' : `Did you mean ${candidates.join(', ')}?`,
  );
}
