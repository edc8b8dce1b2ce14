import { Big } from 'big.js';
import { fittedExactly } from '../../expressions/arithmetic/fitted-decimal.ts';
import { parseBase64, parseDecimal } from '../../expressions/casts/parse-text.ts';
import { timeParser } from '../../expressions/casts/time-values.ts';
import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import { FunctionError } from '../../functions/function-error.ts';
import { wholeFromBigInt } from '../../functions/values/numbers/whole.ts';
import {
  type DecimalType,
  formatType,
  type MapType,
  type SqlType,
  type StructType,
} from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/** A value that a column does not take; the message says which part of it, and why. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
}

type FromJavaScript = (value: unknown) => SqlValue;

/**
 * Makes values of this type of what callers give. The rules are those of INSERT … VALUES: a number passes for a wider
 * one, a text for a date, a time or bytes; a DECIMAL is never rounded. See `Value`.
 *
 * @param path what messages call the value: a column's name, then `.FIELD` or `[]`
 * @throws ConversionError, from the function that it gives
 */
export function fromJavaScript(type: SqlType, path: string): FromJavaScript {
  const convert = ofPresent(type, path);
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function ofPresent(type: SqlType, path: string): FromJavaScript {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'STRING': {
      const wanted = type.kind === 'BOOLEAN' ? 'boolean' : 'string';
      return (value) => {
        if (typeof value !== wanted) throw mismatch(value, type, path);
        return value as SqlValue;
      };
    }
    case 'INTEGER':
      return (value) => Number(whole(value, 32, type, path));
    case 'BIGINT':
      return (value) => wholeFromBigInt(whole(value, 64, type, path));
    case 'DOUBLE':
      return (value) => {
        const number = typeof value === 'bigint' ? Number(value) : value;
        if (typeof number !== 'number' || !Number.isFinite(number)) throw mismatch(value, type, path);
        return number;
      };
    case 'DECIMAL':
      return (value) => decimal(value, type, path);
    case 'BYTES':
      return (value) => {
        // a copy: the caller may write to its own
        if (value instanceof Uint8Array) return Buffer.from(value);
        if (typeof value !== 'string') throw mismatch(value, type, path);
        return parsed(path, () => parseBase64(value));
      };
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP': {
      const parse = timeParser(type);
      return (value) => {
        if (typeof value !== 'string' || parse === undefined) throw mismatch(value, type, path);
        return parsed(path, () => parse(value.trim()));
      };
    }
    case 'ARRAY': {
      const element = fromJavaScript(type.element, `${path}[]`);
      return (value) => {
        if (!Array.isArray(value)) throw mismatch(value, type, path);
        return value.map(element);
      };
    }
    case 'MAP':
      return mapOf(type, path);
    case 'STRUCT':
      return structOf(type, path);
  }
}

function mapOf(type: MapType, path: string): FromJavaScript {
  const convert = fromJavaScript(type.value, `${path}[…]`);
  return (value) => {
    if (!isPlainObject(value)) throw mismatch(value, type, path);
    return new Map(Object.entries(value).map(([key, item]) => [key, convert(item)]));
  };
}

function structOf(type: StructType, path: string): FromJavaScript {
  const names = type.fields.map(({ name }) => name);
  const converts = type.fields.map((field) => fromJavaScript(field.type, `${path}.${field.name}`));
  return (value) => {
    if (!isPlainObject(value)) throw mismatch(value, type, path);
    const row: SqlValue[] = names.map(() => null);
    const from: (string | undefined)[] = names.map(() => undefined);
    for (const [key, item] of Object.entries(value)) {
      const at = findName(names, key);
      if (at < 0) throw new ConversionError(`${path} has no field ${key}: it has ${names.join(', ')}`);
      if (from[at] !== undefined)
        throw new ConversionError(`${path}.${names[at]} is given twice: as ${from[at]} and as ${key}`);
      from[at] = key;
      row[at] = converts[at]?.(item) ?? null;
    }
    return row;
  };
}

/** The place of a name as callers write it: as it stands, or else in capitals, as SQL reads names; −1: none. */
export function findName(names: readonly string[], written: string): number {
  const exact = names.indexOf(written);
  return exact >= 0 ? exact : names.indexOf(written.toUpperCase());
}

function whole(value: unknown, bits: 32 | 64, type: SqlType, path: string): bigint {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new ConversionError(
      `${path} is ${formatType(type)}: ${value} is beyond what a number holds exactly, give a bigint`,
    );
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) throw mismatch(value, type, path);
  const integer = BigInt(value as number | bigint);
  if (BigInt.asIntN(bits, integer) !== integer) throw mismatch(value, type, path);
  return integer;
}

function decimal(value: unknown, type: DecimalType, path: string): Big {
  const isText = typeof value === 'string';
  if (!isText && typeof value !== 'bigint' && !(typeof value === 'number' && Number.isFinite(value)))
    throw mismatch(value, type, path);
  return parsed(path, () =>
    fittedExactly(isText ? parseDecimal(value.trim()) : new Big(String(value)), type),
  );
}

/** Does it; why a text can't be read becomes a ConversionError. */
function parsed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof FunctionError)
      throw new ConversionError(`${path}: ${error.message}`);
    throw error;
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array);

const mismatch = (value: unknown, type: SqlType, path: string): ConversionError =>
  new ConversionError(`${path} is ${formatType(type)}, which does not take ${shown(value)}`);

function shown(value: unknown): string {
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) {
    const name = value.constructor?.name;
    return name === undefined || name === 'Object' ? 'an object' : `a ${name}`;
  }
  return `a ${typeof value}`;
}
