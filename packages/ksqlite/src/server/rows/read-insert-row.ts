import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import { DeserializationError } from '../../formats/codec.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../../formats/json/json-tree.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import { parseJson } from '../../formats/json/reading/parse.ts';
import { FunctionError } from '../../functions/function-error.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import { formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { byName, type Coerce, coercer } from './coerce-json.ts';

/**
 * Makes the reader of `/inserts-stream`'s rows: an object by column name, in any case unless it stands in quotes. As in
 * ksqlDB the key must be there, other columns may be missing, and unknown ones are passed over.
 *
 * @throws ApiError from the reader
 */
export function readInsertRow(source: Source): (line: string) => readonly SqlValue[] {
  const columns = writtenColumns(source).map(({ name, type }, i) => ({
    name,
    type: formatType(type),
    isKey: i < source.keys.length,
    coerce: coercer(type),
  }));
  return (line) => {
    const fields = byName(parseRow(line));
    return columns.map(({ name, type, isKey, coerce }) => {
      const value = fields.get(name) ?? null;
      if (value === null) {
        if (isKey) throw bad(`Key field must be specified: ${name}`);
        return null;
      }
      const made = coerced(coerce, value);
      if (made === undefined) throw bad(`Can't coerce a field of type ${kindOf(value)} into type ${type}`);
      return made;
    });
  };
}

const bad = (message: string): ApiError => new ApiError(API_CODES.badRequest, message);

/** undefined: the value is of another kind, or none of its type */
function coerced(coerce: Coerce, value: Json): SqlValue | undefined {
  try {
    return coerce(value);
  } catch (error) {
    // a text that is no time, a number with too many digits
    if (error instanceof EvaluationError || error instanceof FunctionError) return undefined;
    throw error;
  }
}

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

/** As ksqlDB says it: the class that its JSON reader makes of the value. */
function kindOf(value: Json): string {
  if (value instanceof NumberText || typeof value === 'number')
    return `class java.lang.${numberClass(value)}`;
  if (typeof value === 'string') return 'class java.lang.String';
  if (typeof value === 'boolean') return 'class java.lang.Boolean';
  return `class io.vertx.core.json.${Array.isArray(value) ? 'JsonArray' : 'JsonObject'}`;
}

function numberClass(value: NumberText | number): string {
  const text = value instanceof NumberText ? value.text : String(value);
  if (!/^-?\d+$/.test(text)) return 'Double';
  const whole = Number(text);
  return whole === (whole | 0) ? 'Integer' : 'Long';
}
