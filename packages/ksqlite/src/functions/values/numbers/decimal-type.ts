import { type DecimalType, decimal, type SqlType } from '../../../types/sql-type.ts';

/** The DECIMAL that holds every value of a type exactly; undefined for types that are none of whole or decimal. */
export function decimalOf(type: SqlType): DecimalType | undefined {
  switch (type.kind) {
    case 'DECIMAL':
      return type;
    case 'INTEGER':
      return decimal(10, 0);
    case 'BIGINT':
      return decimal(19, 0);
    default:
      return undefined;
  }
}

/** The smallest DECIMAL that holds the values of all types; undefined types (NULL literals) are left out. */
export function widestDecimal(types: readonly (SqlType | undefined)[]): DecimalType | undefined {
  return types
    .flatMap((type) => (type && decimalOf(type)) ?? [])
    .reduce<DecimalType | undefined>((widest, type) => (widest ? widen(widest, type) : type), undefined);
}

function widen(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  return decimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}
