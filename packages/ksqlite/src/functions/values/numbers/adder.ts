import { Big } from 'big.js';
import type { DecimalType, SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { FunctionError } from '../../function-error.ts';
import { HALF_UP } from './rounding.ts';
import { addWhole, subtractWhole, type Whole } from './whole.ts';

/** Sums of one numeric type, overflowing as its Java type does. Never called with NULL. */
export interface Adder {
  readonly zero: SqlValue;
  readonly add: (a: SqlValue, b: SqlValue) => SqlValue;
  readonly subtract: (a: SqlValue, b: SqlValue) => SqlValue;
  /** As `add`, refusing a sum that the type cannot hold (DECIMAL alone does). */
  readonly addChecked: (a: SqlValue, b: SqlValue) => SqlValue;
}

/** undefined for types that are not numbers. */
export function adderOf(type: SqlType): Adder | undefined {
  switch (type.kind) {
    case 'INTEGER':
      return plain(
        (a, b) => ((a as number) + (b as number)) | 0,
        (a, b) => ((a as number) - (b as number)) | 0,
      );
    case 'BIGINT':
      return plain(
        (a, b) => addWhole(a as Whole, b as Whole),
        (a, b) => subtractWhole(a as Whole, b as Whole),
      );
    case 'DOUBLE':
      return plain(
        (a, b) => (a as number) + (b as number),
        (a, b) => (a as number) - (b as number),
      );
    case 'DECIMAL':
      return decimalAdder(type);
    default:
      return undefined;
  }
}

type Operation = (a: SqlValue, b: SqlValue) => SqlValue;

const plain = (add: Operation, subtract: Operation): Adder => ({ zero: 0, add, subtract, addChecked: add });

function decimalAdder(type: DecimalType): Adder {
  const limit = new Big(10).pow(type.precision - type.scale);
  // Java's MathContext: no more significant digits than the type has.
  const fitted = (value: Big): Big =>
    value.c.length > type.precision ? value.prec(type.precision, HALF_UP) : value;
  const add = (a: SqlValue, b: SqlValue): Big => fitted((a as Big).plus(b as Big));
  return {
    zero: new Big(0),
    add,
    subtract: (a, b) => fitted((a as Big).minus(b as Big)),
    addChecked: (a, b) => {
      const sum = add(a, b);
      if (sum.abs().lt(limit)) return sum;
      throw new FunctionError(
        `Numeric field overflow: a DECIMAL(${type.precision}, ${type.scale}) cannot hold ${sum.toFixed()}`,
      );
    },
  };
}
