/**
 * What `/inserts-stream` makes of JSON: ksqlDB's ApiSqlValueCoercer. A number widens to larger types and is rounded to
 * the scale of a DECIMAL; a text is read as a date, time, timestamp, DECIMAL or base64; nothing else changes its kind.
 */
import { Big } from 'big.js';
import { fitted, fittedExactly } from '../../expressions/arithmetic/fitted-decimal.ts';
import { parseBase64, parseDecimal } from '../../expressions/casts/parse-text.ts';
import { timeParser } from '../../expressions/casts/time-values.ts';
import { entriesOf, isObject, type Json, type JsonObject, NumberText } from '../../formats/json/json-tree.ts';
import { wholeFromBigInt } from '../../functions/values/numbers/whole.ts';
import type { DecimalType, MapType, SqlType, StructType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { nameOf } from './name-of.ts';

/** Makes a value of its type; undefined: the JSON is of another kind, or does not fit. Throws what parsers of texts throw. */
export type Coerce = (value: Json) => SqlValue | undefined;

/** The type is walked once, here. */
export function coercer(type: SqlType): Coerce {
  const coerce = ofPresent(type);
  return (value) => (value === null ? null : coerce(value));
}

type Present = Exclude<Json, null>;

function ofPresent(type: SqlType): (value: Present) => SqlValue | undefined {
  switch (type.kind) {
    case 'BOOLEAN':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'INTEGER':
      return (value) => toNumber(wholeOf(value, 32));
    case 'BIGINT':
      return (value) => {
        const whole = wholeOf(value, 64);
        return whole && wholeFromBigInt(whole);
      };
    case 'DOUBLE':
      return (value) => toNumber(numberText(value));
    case 'DECIMAL':
      return (value) => decimalOf(value, type);
    case 'STRING':
      return (value) => (typeof value === 'string' ? value : undefined);
    case 'BYTES':
      return ofText(parseBase64);
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return ofText(timeParser(type) as (text: string) => SqlValue);
    case 'ARRAY': {
      const item = coercer(type.element);
      return (value) => (Array.isArray(value) ? allOf(value.map(item)) : undefined);
    }
    case 'MAP':
      return ofMap(type);
    case 'STRUCT':
      return ofStruct(type);
  }
}

const ofText =
  (parse: (text: string) => SqlValue) =>
  (value: Present): SqlValue | undefined =>
    typeof value === 'string' ? parse(value.trim()) : undefined;

const allOf = (values: readonly (SqlValue | undefined)[]): readonly SqlValue[] | undefined =>
  values.includes(undefined) ? undefined : (values as readonly SqlValue[]);

const toNumber = (value: bigint | string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

function numberText(value: Present): string | undefined {
  if (value instanceof NumberText) return value.text;
  return typeof value === 'number' ? String(value) : undefined;
}

const isWhole = (text: string): boolean => /^-?\d+$/.test(text);

/** Within two's complement of so many bits. */
function wholeOf(value: Present, bits: number): bigint | undefined {
  const text = numberText(value);
  if (text === undefined || text.length > 20 || !isWhole(text)) return undefined;
  const whole = BigInt(text);
  return BigInt.asIntN(bits, whole) === whole ? whole : undefined;
}

/** Whole numbers must fit as they are, others and texts are rounded. */
function decimalOf(value: Present, type: DecimalType): Big | undefined {
  if (typeof value === 'string') return fitted(parseDecimal(value.trim()), type);
  const text = numberText(value);
  if (text === undefined) return undefined;
  return isWhole(text) ? fittedExactly(new Big(text), type) : fitted(new Big(text), type);
}

/** Names are keys as they stand. */
function ofMap(type: MapType): (value: Present) => SqlValue | undefined {
  const item = coercer(type.value);
  return (value) => {
    if (!isObject(value)) return undefined;
    const map = new Map<string, SqlValue>();
    for (const [name, entry] of entriesOf(value)) {
      const made = item(entry);
      if (made === undefined) return undefined;
      map.set(name, made);
    }
    return map;
  };
}

function ofStruct(type: StructType): (value: Present) => SqlValue | undefined {
  const fields = type.fields.map((field) => ({ name: field.name, coerce: coercer(field.type) }));
  return (value) => {
    if (!isObject(value)) return undefined;
    const given = byName(value);
    return allOf(fields.map(({ name, coerce }) => coerce(given.get(name) ?? null)));
  };
}

/**
 * An object's values by the names that its keys mean.
 *
 * @throws ApiError for a name that can't be read, or is there twice
 */
export function byName(object: JsonObject): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  for (const [written, value] of entriesOf(object)) {
    const name = nameOf(written);
    if (values.has(name))
      throw new ApiError(API_CODES.badRequest, `Found duplicate column / struct field name: ${name}`);
    values.set(name, value);
  }
  return values;
}
