import { DeserializationError } from '../../formats/codec.ts';
import { entriesOf, isObject, type Json, type JsonObject, NumberText } from '../../formats/json/json-tree.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import { parseJson } from '../../formats/json/reading/parse.ts';
import { reader } from '../../formats/json/reading/read-value.ts';
import { columnsOf, type Source } from '../../metastore/source.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { nameOf } from './name-of.ts';

/**
 * Makes the reader of `/inserts-stream`'s rows: an object by column name, in any case unless it stands in backticks.
 * As in ksqlDB the key must be there, other columns may be missing, unknown ones are passed over, and a value is
 * widened but never made from text.
 *
 * @throws ApiError from the reader
 */
export function readInsertRow(source: Source): (line: string) => readonly SqlValue[] {
  const columns = columnsOf(source).map(({ name, type }, i) => ({
    name,
    type,
    isKey: i < source.keys.length,
    read: reader(type, `$.${name}`),
  }));
  return (line) => {
    const fields = new Map([...entriesOf(parseRow(line))].map(([name, value]) => [nameOf(name), value]));
    return columns.map(({ name, type, isKey, read }) => {
      const value = fields.get(name);
      if (value === undefined || value === null) {
        if (isKey && value === undefined) throw bad(`Key field must be specified: ${name}`);
        return null;
      }
      if (!fits(value, type))
        throw bad(`Can't coerce a field of type ${kindOf(value)} into type ${formatType(type)}`);
      try {
        return read(value);
      } catch (error) {
        if (error instanceof DeserializationError) throw bad(error.message);
        throw error;
      }
    });
  };
}

const bad = (message: string): ApiError => new ApiError(API_CODES.badRequest, message);

function parseRow(line: string): JsonObject {
  try {
    parseJson(line);
    // keeps the digits of numbers, and `__proto__` is a name like others
    const tree = parseExactly(line);
    if (isObject(tree)) return tree;
  } catch (error) {
    if (!(error instanceof DeserializationError)) throw error;
  }
  throw bad('Invalid JSON in inserts stream');
}

/** Numbers widen to larger types, texts become times and bytes; nothing else changes its kind. */
function fits(value: Json, type: SqlType): boolean {
  if (value === null) return true;
  switch (type.kind) {
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'INTEGER':
      return isWhole(value, 31n);
    case 'BIGINT':
      return isWhole(value, 63n);
    case 'DOUBLE':
      return isNumber(value);
    case 'DECIMAL':
      return isNumber(value) || typeof value === 'string';
    case 'STRING':
    case 'BYTES':
      return typeof value === 'string';
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP':
      return isNumber(value);
    case 'ARRAY':
      return Array.isArray(value) && value.every((item: Json) => fits(item, type.element));
    case 'MAP':
      return isObject(value) && [...entriesOf(value)].every(([, item]) => fits(item, type.value));
    case 'STRUCT': {
      if (!isObject(value)) return false;
      const types = new Map(type.fields.map((field) => [field.name, field.type]));
      return [...entriesOf(value)].every(([name, item]) => {
        const wanted = types.get(name) ?? types.get(name.toUpperCase());
        return wanted === undefined || fits(item, wanted);
      });
    }
  }
}

/** Within two's complement of so many bits and a sign. */
function isWhole(value: Json, bits: bigint): boolean {
  if (!isNumber(value) || !/^-?\d{1,30}$/.test(numberText(value))) return false;
  const whole = BigInt(numberText(value));
  return whole >= -(1n << bits) && whole < 1n << bits;
}

const isNumber = (value: Json): value is number | NumberText =>
  typeof value === 'number' || value instanceof NumberText;
const numberText = (value: number | NumberText): string =>
  value instanceof NumberText ? value.text : String(value);

function kindOf(value: Json): string {
  if (isNumber(value)) return /^-?\d+$/.test(numberText(value)) ? 'INTEGER' : 'DOUBLE';
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOLEAN';
  return Array.isArray(value) ? 'ARRAY' : 'OBJECT';
}
