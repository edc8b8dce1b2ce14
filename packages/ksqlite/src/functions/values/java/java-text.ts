import type { Big } from 'big.js';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';

/** How Java's `toString` writes a value of a primitive type; undefined for types that have no such text. */
export function javaText(type: SqlType): ((value: SqlValue) => string) | undefined {
  switch (type.kind) {
    case 'STRING':
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
      return String;
    case 'DOUBLE':
      return (value) => (value === null ? 'null' : javaDouble(value as number));
    case 'DECIMAL':
      return (value) => (value === null ? 'null' : (value as Big).toFixed(type.scale));
    default:
      return undefined;
  }
}

/** `Double.toString`: always with a fraction, with an exponent from 10^7 up and below 10^-3. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withFraction(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withFraction(digits)}E${Number(exponent)}`;
}

const withFraction = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);
