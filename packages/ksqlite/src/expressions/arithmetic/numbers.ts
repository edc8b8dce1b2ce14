import { Big } from 'big.js';
import { DOUBLE } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';
import { folded, isConstant } from '../constants/constant.ts';

/** A value of INTEGER, BIGINT or DOUBLE as Big; NaN and the infinities throw, as they do in Java. */
export const toBig = (value: SqlValue): Big => new Big(value as number | bigint);

/** A value of a numeric type other than DOUBLE as double; none of them has a -0. */
export const toDouble = (value: SqlValue): number => Number(value) + 0;

/** The number with Big for its values. */
export function bigOf(compiled: Compiled): Compiled {
  return compiled.type?.kind === 'DECIMAL' ? compiled : converted(compiled, toBig);
}

/** The number with doubles for its values; those of an INTEGER are such already. */
export function doubleOf(compiled: Compiled): Compiled {
  const kind = compiled.type?.kind;
  return kind === 'DOUBLE' || kind === 'INTEGER'
    ? compiled
    : { ...converted(compiled, toDouble), type: DOUBLE };
}

function converted(compiled: Compiled, convert: (value: SqlValue) => SqlValue): Compiled {
  const { evaluate } = compiled;
  const converting: Compiled = {
    ...compiled,
    constant: undefined,
    evaluate: (record) => {
      const value = evaluate(record);
      return value === null ? null : convert(value);
    },
  };
  return isConstant(compiled) ? folded(converting) : converting;
}
