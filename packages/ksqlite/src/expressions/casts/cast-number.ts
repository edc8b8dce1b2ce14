import { Big } from 'big.js';
import { type Whole, wholeFromBigInt, wholeFromDouble } from '../../functions/values/numbers/whole.ts';
import type { DecimalType, SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { fitted } from '../arithmetic/fitted-decimal.ts';
import { toBig, toDouble } from '../arithmetic/numbers.ts';

type Convert = (value: SqlValue) => SqlValue;

/** The cast from a number to another kind of number. DOUBLE → whole cuts off and stops at the ends of the range. */
export function castNumber(from: SqlType, to: SqlType): Convert | undefined {
  switch (to.kind) {
    case 'INTEGER':
      return toInteger(from);
    case 'BIGINT':
      return toBigint(from);
    case 'DOUBLE':
      return toDouble;
    case 'DECIMAL':
      return toDecimal(from, to);
    default:
      return undefined;
  }
}

function toInteger(from: SqlType): Convert {
  switch (from.kind) {
    case 'DOUBLE':
      return (value) => saturated(value as number);
    case 'DECIMAL':
      return (value) => Number(BigInt.asIntN(32, truncated(value as Big)));
    default:
      // Java keeps the low 32 bits.
      return (value) =>
        typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : (value as number) | 0;
  }
}

function toBigint(from: SqlType): Convert {
  switch (from.kind) {
    case 'DOUBLE':
      return (value) => wholeFromDouble(value as number);
    case 'DECIMAL':
      return (value): Whole => wholeFromBigInt(truncated(value as Big));
    default:
      return (value) => value;
  }
}

/** NaN is 0; `+ 0` takes the sign off -0. */
function saturated(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value))) + 0;
}

const truncated = (value: Big): bigint => BigInt(value.round(0, Big.roundDown).toFixed());

function toDecimal(from: SqlType, to: DecimalType): Convert {
  if (from.kind === 'DECIMAL') return (value) => fitted(value as Big, to);
  if (from.kind !== 'DOUBLE') return (value) => fitted(toBig(value), to);
  // Java takes the double's exact binary value to the target's digits first. `toPrecision` ends at 100 of them.
  const digits = Math.min(to.precision, 100);
  return (value) => fitted(new Big((value as number).toPrecision(digits)), to);
}
