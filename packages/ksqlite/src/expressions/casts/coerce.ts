import type { Big } from 'big.js';
import { javaTrim } from '../../functions/values/java/java-trim.ts';
import { type SqlType, sameType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { fittedExactly } from '../arithmetic/fitted-decimal.ts';
import { toBig, toDouble } from '../arithmetic/numbers.ts';
import type { Compiled } from '../compiled.ts';
import { constant, isConstant } from '../constants/constant.ts';
import { castNested } from './cast-nested.ts';
import { coercible } from './coercible.ts';
import { parseBoolean, parseDecimal, parseText } from './parse-text.ts';
import { textOf } from './text-of.ts';

type Convert = (value: SqlValue) => SqlValue;

/**
 * The expression as one of the target's type, where ksqlDB converts without a CAST (`coercible`; NULL fits every
 * type). undefined when it does not, or when a constant's value does not fit. A DECIMAL is never rounded: a record's
 * value that does not fit throws EvaluationError.
 */
export function coerce(compiled: Compiled, target: SqlType): Compiled | undefined {
  const { type, evaluate } = compiled;
  if (type === undefined) return constant(target, null);
  if (sameType(type, target)) return compiled;
  const convert = coercion(type, target, false);
  if (convert === undefined) return undefined;
  if (!isConstant(compiled))
    return { ...compiled, type: target, evaluate: (record) => convert(evaluate(record)) };
  try {
    return constant(target, convert(compiled.constant));
  } catch {
    return undefined;
  }
}

/** The conversion behind `coercible`. The function throws for values that do not fit; NULL stays NULL. */
export function coercion(from: SqlType, to: SqlType, lax: boolean): Convert | undefined {
  if (sameType(from, to)) return (value) => value;
  const convert = coercible(from, to, lax) && ofPresent(from, to, lax);
  return convert && ((value) => (value === null ? null : convert(value)));
}

function ofPresent(from: SqlType, to: SqlType, lax: boolean): Convert | undefined {
  if (from.kind === 'STRING') return fromText(to);
  switch (to.kind) {
    case 'STRING':
      return textOf(from);
    case 'BIGINT':
      return (value) => value;
    case 'DECIMAL':
      return (value) => fittedExactly(from.kind === 'DECIMAL' ? (value as Big) : toBig(value), to);
    case 'DOUBLE':
      return toDouble;
    default:
      return castNested(from, to, (part, target) => coercion(part, target, lax));
  }
}

/** As a CAST reads it, but for BOOLEAN, which must be one, and DECIMAL, which must fit. */
function fromText(to: SqlType): Convert | undefined {
  if (to.kind === 'BOOLEAN') return (value) => parseBoolean(javaTrim(value as string));
  if (to.kind === 'DECIMAL') return (value) => fittedExactly(parseDecimal(javaTrim(value as string)), to);
  return parseText(to);
}
