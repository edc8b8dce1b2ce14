import type { Cast } from '../../sql/ast/expression.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { constant } from '../constants/constant.ts';
import { guarded, throwing } from '../errors/failures.ts';
import { typeError } from '../errors/type-error.ts';
import { cast } from './cast.ts';

/**
 * `CAST(x AS type)`. A value that has no counterpart becomes NULL and is reported, or lets the whole expression fail:
 * see FailingPart.
 * Throws KsqlError SQL_TYPE when there is no cast between the types.
 */
export function compileCast(compiler: Compiler, expression: Cast): Compiled {
  const operand = compiler.compile(expression.operand);
  const { type } = expression;
  if (operand.type === undefined) return constant(type, null);
  const converted = castTo(compiler, operand, type, expression.operand.span);
  if (converted !== undefined) return converted;
  throw typeError(
    compiler,
    expression.span,
    `There is no CAST from ${formatType(operand.type)} to ${formatType(type)}`,
    hint(operand.type, type),
  );
}

/**
 * The expression cast to a type, guarded; undefined when there is no cast.
 *
 * @param span the operand's
 */
export function castTo(
  compiler: Compiler,
  operand: Compiled,
  type: SqlType,
  span: Span,
): Compiled | undefined {
  const convert = operand.type === undefined ? undefined : cast(operand.type, type);
  if (convert === undefined) return undefined;
  // a part that fails as NULL is NULL behind a guard that gives NULL, and else a failure
  const { failingPart = 'null' } = compiler.options;
  const failsInside = failingPart === 'fails' || failingPart === 'false';
  const evaluate = failsInside ? throwing(compiler, operand, span) : operand.evaluate;
  const converting: Compiled = { type, evaluate: (record) => convert(evaluate(record)) };
  return { type, evaluate: guarded(compiler, converting, span, formatType(type)) };
}

function hint(from: SqlType, to: SqlType): string | undefined {
  if (from.kind === 'BIGINT' && to.kind === 'TIMESTAMP')
    return 'FROM_UNIXTIME(ms) makes a TIMESTAMP of milliseconds.';
  if (from.kind === 'TIMESTAMP' && to.kind === 'BIGINT') return 'UNIX_TIMESTAMP(t) gives its milliseconds.';
  if (from.kind === 'BYTES' && to.kind === 'STRING') return "FROM_BYTES(b, 'utf8') reads a text from BYTES.";
  if (from.kind === 'BOOLEAN') return 'CASE WHEN b THEN 1 ELSE 0 END makes a number of a BOOLEAN.';
  return undefined;
}
