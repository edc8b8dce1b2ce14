import { Big } from 'big.js';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { javaTrim } from '../values/java/java-trim.ts';
import { parseDateText, parseTimestampText, parseTimeText } from '../values/time/time-text.ts';
import type { Shape } from './parameter.ts';

export type Coercion = (value: SqlValue) => SqlValue;

const NUMBERS = ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE'] as const;

/**
 * ksqlDB's implicit casts: a number to a wider kind (INT → BIGINT → DECIMAL → DOUBLE), a STRING to a date, a time, a
 * timestamp or to BYTES (base64).
 */
export function canCoerce(from: SqlType['kind'], to: SqlType['kind']): boolean {
  if (from === to) return true;
  const wider = NUMBERS.indexOf(to as (typeof NUMBERS)[number]);
  const narrow = NUMBERS.indexOf(from as (typeof NUMBERS)[number]);
  if (narrow >= 0 && narrow <= wider) return true;
  return from === 'STRING' && (to === 'DATE' || to === 'TIME' || to === 'TIMESTAMP' || to === 'BYTES');
}

/** The code that makes an argument fit its parameter; undefined where it fits as it is. */
export function coercion(from: SqlType | undefined, shape: Shape): Coercion | undefined {
  if (from === undefined) return undefined;
  switch (shape.kind) {
    case 'scalar':
      return skippingNull(scalarCoercion(from.kind, shape.base));
    case 'array': {
      const element = from.kind === 'ARRAY' ? coercion(from.element, shape.element) : undefined;
      return element && skippingNull((value) => (value as readonly SqlValue[]).map(element));
    }
    case 'map': {
      const value = from.kind === 'MAP' ? coercion(from.value, shape.value) : undefined;
      return value && skippingNull((given) => mapped(given as ReadonlyMap<string, SqlValue>, value));
    }
    default:
      return undefined;
  }
}

function mapped(given: ReadonlyMap<string, SqlValue>, convert: Coercion): SqlValue {
  const made = new Map<string, SqlValue>();
  for (const [key, item] of given) made.set(key, convert(item));
  return made;
}

function skippingNull(convert: Coercion | undefined): Coercion | undefined {
  return convert && ((value) => (value === null ? null : convert(value)));
}

function scalarCoercion(from: SqlType['kind'], to: SqlType['kind']): Coercion | undefined {
  if (from === to) return undefined;
  switch (to) {
    case 'DECIMAL':
      return (value) => new Big(String(value));
    case 'DOUBLE':
      // A Big and a bigint become numbers; an INTEGER is one already.
      return from === 'INTEGER' ? undefined : (value) => Number(value);
    case 'DATE':
      return (value) => parseDateText(javaTrim(value as string));
    case 'TIME':
      return (value) => parseTimeText(javaTrim(value as string));
    case 'TIMESTAMP':
      return (value) => parseTimestampText(javaTrim(value as string));
    case 'BYTES':
      return (value) => Buffer.from(javaTrim(value as string), 'base64');
    default:
      return undefined;
  }
}
