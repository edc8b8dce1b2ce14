/** SQL values as JSON has them: longs and decimals as texts, bytes in base64, structs as lists. */
import { Big } from 'big.js';
import type { Column } from '../../../src/formats/codec.ts';
import { inHashOrder } from '../../../src/functions/values/java/hash-map.ts';
import type { SqlType } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

export function sqlValue(type: SqlType, plain: Plain): SqlValue {
  if (plain === null) return null;
  switch (type.kind) {
    case 'BIGINT': {
      const exact = BigInt(plain as string);
      return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
    }
    case 'DOUBLE':
      return Number(plain);
    case 'DECIMAL': {
      const value = new Big(plain as string);
      return value.c[0] === 0 ? value.abs() : value;
    }
    case 'BYTES':
      return Buffer.from(plain as string, 'base64');
    case 'ARRAY':
      return (plain as readonly Plain[]).map((item) => sqlValue(type.element, item));
    case 'MAP':
      return inHashOrder(
        new Map(Object.entries(plain as object).map(([key, item]) => [key, sqlValue(type.value, item)])),
      );
    case 'STRUCT':
      return type.fields.map((field, i) => sqlValue(field.type, (plain as readonly Plain[])[i] ?? null));
    default:
      return plain as SqlValue;
  }
}

export const jsonOf = (columns: readonly Column[], row: readonly SqlValue[] | null): Plain =>
  row?.map((value, i) => plainOf(columns[i]!.type, value)) ?? null;

function plainOf(type: SqlType, value: SqlValue): Plain {
  if (value === null) return null;
  switch (type.kind) {
    case 'BIGINT':
      return String(value);
    case 'DOUBLE':
      if (Object.is(value, -0)) return '-0.0';
      return Number.isFinite(value) ? (value as number) : String(value);
    case 'DECIMAL': {
      const decimal = value as Big;
      return decimal.toFixed(Math.max(type.scale, decimal.c.length - 1 - decimal.e));
    }
    case 'BYTES':
      return (value as Buffer).toString('base64');
    case 'ARRAY':
      return (value as readonly SqlValue[]).map((item) => plainOf(type.element, item));
    case 'MAP':
      return Object.fromEntries(
        [...(value as ReadonlyMap<string, SqlValue>)].map(([key, item]) => [key, plainOf(type.value, item)]),
      );
    case 'STRUCT':
      return type.fields.map((field, i) => plainOf(field.type, (value as readonly SqlValue[])[i] ?? null));
    default:
      return value as Plain;
  }
}
