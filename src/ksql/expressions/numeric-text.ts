import { widestDecimal } from '../functions/values/decimal-type.ts';
import { BIGINT, DOUBLE, decimal, INTEGER, type SqlType } from '../types/sql-type.ts';
import { parseDecimal } from './parse-text.ts';

/**
 * The type that holds both the number a text is read as and a numeric type; undefined when the text is no number
 * (ksqlDB's CoercionUtil.resolveCommonNumericTypeFromStringLiteral).
 */
export function numericTextType(text: string, type: SqlType): SqlType | undefined {
  const own = ownType(text.trim());
  if (own === undefined || type.kind === 'DOUBLE') return own && DOUBLE;
  if (own.kind === 'DECIMAL' || type.kind === 'DECIMAL') return widestDecimal([own, type]);
  return own.kind === 'BIGINT' ? own : type;
}

const LONG = 2n ** 63n;

function ownType(text: string): SqlType | undefined {
  try {
    const value = parseDecimal(text);
    if (/^[+-]?\d+$/.test(text)) {
      const whole = BigInt(value.toFixed());
      if (BigInt.asIntN(32, whole) === whole) return INTEGER;
      if (whole >= -LONG && whole < LONG) return BIGINT;
    }
    const [digits = '', fraction = ''] = value.abs().toFixed().split('.');
    return decimal(digits.length + fraction.length, fraction.length);
  } catch {
    return undefined;
  }
}
