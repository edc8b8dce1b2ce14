import { javaTrim } from '../../functions/values/java/java-trim.ts';
import { widestDecimal } from '../../functions/values/numbers/decimal-type.ts';
import { BIGINT, DOUBLE, decimal, INTEGER, type SqlType } from '../../types/sql-type.ts';
import { parseDecimal } from './parse-text.ts';

/**
 * The type that holds both the number a text is read as and a numeric type; undefined when the text is not a number
 * (ksqlDB's CoercionUtil.resolveCommonNumericTypeFromStringLiteral).
 */
export function numericTextType(text: string, type: SqlType): SqlType | undefined {
  const own = ownType(javaTrim(text));
  if (own === undefined || type.kind === 'DOUBLE') return own && DOUBLE;
  if (own.kind === 'DECIMAL' || type.kind === 'DECIMAL') return widestDecimal([own, type]);
  return own.kind === 'BIGINT' ? own : type;
}

const LONG = 2n ** 63n;
/** Few characters can say a number of a billion digits, `1e999999999`: no text is made of one that has more than this. */
const MOST_DIGITS = 10_000;

function ownType(text: string): SqlType | undefined {
  try {
    const value = parseDecimal(text);
    if (/^[+-]?\d+$/.test(text)) {
      const whole = BigInt(value.toFixed());
      if (BigInt.asIntN(32, whole) === whole) return INTEGER;
      if (whole >= -LONG && whole < LONG) return BIGINT;
    }
    // `e` is the exponent of the first digit of `c`
    const scale = Math.max(0, value.c.length - 1 - value.e);
    const precision = Math.max(0, value.e) + 1 + scale;
    return precision > MOST_DIGITS ? undefined : decimal(precision, scale);
  } catch {
    return undefined;
  }
}
