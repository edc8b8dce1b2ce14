/**
 * Values of a JSON text that was written with a schema, as columns of ksqlDB's types. Both are known before the first record comes:
 * the types are walked once, and what does not fit is an error of each record that has it.
 *
 * Source of the rule: Confluent's JsonSchemaData.toConnectData (what is of another kind than the schema says is 0, false or null,
 * as Jackson has it), then ksqlDB's ConnectDataTranslator.
 */
import { Big } from 'big.js';
import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import { javaDouble } from '../../functions/values/java/java-double.ts';
import type { SqlType, StructField } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { DeserializationError } from '../codec.ts';
import { CONNECT_KINDS } from '../connect-kind.ts';
import { entriesOf, isObject, type Json, kindOf, NEEDS_EXACT, NumberText } from '../json/json-tree.ts';
import { wholeOfText } from '../json/reading/number-text.ts';
import { parseBase64 } from '../text/base64.ts';
import { ensureFit } from '../text/decimal-fit.ts';
import {
  type ConnectMap,
  type ConnectSchema,
  type ConnectStruct,
  isObjectMap,
  LOGICAL_NAMES,
} from './connect-schema.ts';

/** undefined: the text has no such value. Throws DeserializationError, and NEEDS_EXACT. */
export type ReadConnect = (value: Json | undefined) => SqlValue;

export function connectReader(schema: ConnectSchema, type: SqlType, path = ''): ReadConnect {
  const read = present(schema, type, path);
  const { byDefault, optional } = schema;
  return (value) => {
    const said = value === null || value === undefined ? (byDefault ?? value) : value;
    if (said === undefined) return checked(read, undefined);
    if (said !== null) return read(said);
    if (optional || byDefault === null) return checked(read, undefined);
    throw new DeserializationError(`Invalid null value for required ${nameOf(schema)} field`);
  };
}

/** A reader of a value that is there. Where the types do not fit it throws, and for a value that is missing as well. */
type Present = ((value: Json) => SqlValue) & { readonly mismatch?: DeserializationError };

function checked({ mismatch }: Present, value: undefined): null {
  if (mismatch !== undefined) throw mismatch;
  return value ?? null;
}

function present(schema: ConnectSchema, type: SqlType, path: string): Present {
  switch (type.kind) {
    case 'BOOLEAN':
      if (schema.kind === 'boolean') return (value) => value === true;
      break;
    case 'INTEGER':
      if (isInt32(schema)) return intReader(schema);
      break;
    case 'DATE':
    case 'TIME':
      if (isInt32(schema)) return intReader(schema);
      break;
    case 'BIGINT':
      if (isInt32(schema) || schema.kind === 'int64') return longReader(schema);
      break;
    case 'TIMESTAMP':
      if (isInt32(schema) || schema.kind === 'int64') return timeOf(longReader(schema));
      break;
    case 'DOUBLE':
      if (schema.kind === 'float64') return doubleOf;
      if (schema.kind === 'float32') return (value) => Math.fround(doubleOf(value));
      break;
    case 'STRING':
      return textReader(schema) ?? misfit(schema, type, path);
    case 'BYTES':
      if (schema.kind === 'bytes' && schema.name !== LOGICAL_NAMES.decimal) return bytesOf;
      break;
    case 'DECIMAL':
      if (schema.kind === 'bytes' && schema.name === LOGICAL_NAMES.decimal) {
        const scale = Number(schema.parameters.scale);
        return (value) => ensureFit(decimalOf(value, scale), type, path);
      }
      break;
    case 'ARRAY':
      if (schema.kind === 'array')
        return arrayReader(connectReader(schema.items, type.element, `${path}->ARRAY`));
      break;
    case 'MAP':
      if (schema.kind === 'map')
        return mapReader(schema, connectReader(schema.value, type.value, `${path}->MAP_VAL`));
      break;
    case 'STRUCT':
      if (schema.kind === 'struct')
        return schema.isUnion
          ? unionReader(schema, type.fields, path)
          : structReader(schema, type.fields, path);
  }
  return misfit(schema, type, path);
}

function misfit(schema: ConnectSchema, type: SqlType, path: string): Present {
  const mismatch = new DeserializationError(
    `Cannot deserialize type ${schema.kind} as type ${CONNECT_KINDS[type.kind]} for path: ${path}`,
  );
  return Object.assign(
    () => {
      throw mismatch;
    },
    { mismatch },
  );
}

const nameOf = ({ kind }: ConnectSchema): string => kind.toUpperCase();

const isInt32 = ({ kind }: ConnectSchema): boolean => kind === 'int32' || kind === 'int16' || kind === 'int8';

/** What the value is called in messages. */
const nodeOf = (value: Json): string =>
  kindOf(value).replace('Node', '').toUpperCase().replace('NUMERIC', 'NUMBER');

/** Jackson's longValue: of what is no number 0; the fraction is cut off, and what leaves 64 bits wraps around. */
function longOf(value: Json): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value))) return Math.trunc(value) + 0;
  if (typeof value === 'number') throw NEEDS_EXACT;
  return value instanceof NumberText ? wholeOfText(value.text) : 0;
}

function intReader(schema: ConnectSchema): Present {
  const bits = schema.kind === 'int8' ? 24 : schema.kind === 'int16' ? 16 : 0;
  const isLogical = schema.name === LOGICAL_NAMES.date || schema.name === LOGICAL_NAMES.time;
  return (value) => {
    if (isLogical) refuseFraction(value, schema);
    const long = longOf(value);
    const int = typeof long === 'number' ? low32(long) : Number(BigInt.asIntN(32, long));
    return (int << bits) >> bits;
  };
}

const low32 = (long: number): number =>
  Math.abs(long) < 2 ** 31 ? long : Number(BigInt.asIntN(32, BigInt(long)));

function longReader(schema: ConnectSchema): Present {
  if (schema.kind !== 'int64') return intReader(schema);
  if (schema.name !== LOGICAL_NAMES.timestamp) return longOf;
  return (value) => {
    refuseFraction(value, schema);
    return longOf(value);
  };
}

function refuseFraction(value: Json, { name = '' }: ConnectSchema): void {
  const isWhole = value instanceof NumberText ? /^-?\d+$/.test(value.text) : Number.isInteger(value);
  if (isWhole) return;
  const [short, kind] =
    name === LOGICAL_NAMES.timestamp ? ['Timestamp', 'integral'] : [name.split('.').at(-1), 'integer'];
  throw new DeserializationError(
    `Invalid type for ${short}, underlying representation should be ${kind} but was ${nodeOf(value)}`,
  );
}

/** The nearest double (differs: far-times). */
const timeOf =
  (read: Present): Present =>
  (value) =>
    Number(read(value));

function doubleOf(value: Json): number {
  if (typeof value === 'number') return value + 0;
  return value instanceof NumberText ? Number(value.text) + 0 : 0;
}

/** A text, or what `String.valueOf` makes of a number or a truth value; undefined: the schema is of nothing like it. */
function textReader(schema: ConnectSchema): Present | undefined {
  switch (schema.kind) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : null);
    case 'boolean':
      return (value) => String(value === true);
    case 'float64':
    case 'float32':
      return (value) => javaDouble(doubleOf(value));
    case 'int64': {
      const read = longReader(schema);
      return (value) => String(read(value));
    }
    default: {
      if (!isInt32(schema)) return undefined;
      const read = intReader(schema);
      return (value) => String(read(value));
    }
  }
}

function bytesOf(value: Json): SqlValue {
  const bytes = typeof value === 'string' ? parseBase64(value) : undefined;
  if (bytes === undefined) throw new DeserializationError('Invalid bytes field');
  return bytes;
}

/** A number, or the unscaled value's bytes in Base64. */
function decimalOf(value: Json, scale: number): Big {
  if (typeof value === 'number' && Number.isFinite(value)) return new Big(value);
  if (value instanceof NumberText) return new Big(value.text);
  const bytes = typeof value === 'string' ? parseBase64(value) : undefined;
  if (bytes === undefined || bytes.length === 0) {
    const what =
      typeof value === 'string'
        ? 'Invalid bytes for Decimal field'
        : `Invalid type for Decimal, underlying representation should be numeric or bytes but was ${nodeOf(value)}`;
    throw new DeserializationError(what);
  }
  const unscaled = BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
  return new Big(`${unscaled}e${-scale}`);
}

const arrayReader =
  (read: ReadConnect): Present =>
  (value) =>
    // what is no array has no elements
    Array.isArray(value)
      ? value.map(read)
      : isObject(value)
        ? Array.from(entriesOf(value), ([, item]) => read(item))
        : [];

function mapReader(schema: ConnectMap, read: ReadConnect): Present {
  const readKey = textReader(schema.key);
  const isObjectForm = isObjectMap(schema);
  return (value) => {
    const map = new Map<string, SqlValue>();
    if (isObjectForm) {
      if (!isObject(value))
        throw new DeserializationError(
          `Maps with string fields should be encoded as JSON objects, but found ${nodeOf(value)}`,
        );
      for (const [key, item] of entriesOf(value)) map.set(key, read(item));
    } else {
      if (!Array.isArray(value))
        throw new DeserializationError(
          `Maps with non-string fields should be encoded as JSON array of objects, but found ${nodeOf(value)}`,
        );
      for (const entry of value as readonly Json[]) {
        if (!isObject(entry))
          throw new DeserializationError(`Found invalid map entry instead of object: ${nodeOf(entry)}`);
        const key = fieldOf(entry, 'key') ?? null;
        const text = key === null ? null : readKey?.(key);
        // a key that is null has no place in a MAP here
        if (typeof text === 'string') map.set(text, read(fieldOf(entry, 'value')));
      }
    }
    return map.size < 2 ? map : inHashOrder(map);
  };
}

function fieldOf(object: Json, name: string): Json | undefined {
  if (object instanceof Map) return (object as ReadonlyMap<string, Json>).get(name);
  if (!isObject(object) || !Object.hasOwn(object, name)) return undefined;
  return (object as { readonly [name: string]: Json })[name];
}

/** A field of the schema, and where its value goes: of several the last one counts, also where it is null. */
interface FieldUse {
  readonly name: string;
  readonly target: number;
  readonly read: ReadConnect;
}

/** Which fields of the schema are read as which of the wanted ones: by the exact name, or in capitals. */
export function fieldUses(
  schema: ConnectStruct,
  wanted: readonly StructField[],
  path: string,
): readonly FieldUse[] {
  const places = new Map(wanted.map(({ name }, index) => [name, index]));
  return schema.fields.flatMap(({ name, schema: field }): FieldUse[] => {
    const target = places.get(name) ?? places.get(name.toUpperCase());
    const found = target === undefined ? undefined : wanted[target];
    if (target === undefined || found === undefined) return [];
    return [{ name, target, read: connectReader(field, found.type, `${path}->${found.name}`) }];
  });
}

/** An object's fields by place, as a row. */
export function structReader(
  schema: ConnectStruct,
  wanted: readonly StructField[],
  path: string,
): (value: Json) => SqlValue[] {
  const uses = fieldUses(schema, wanted, path);
  const count = wanted.length;
  return (value) => {
    if (!isObject(value))
      throw new DeserializationError(`Structs should be encoded as JSON objects, but found ${nodeOf(value)}`);
    const row = new Array<SqlValue>(count).fill(null);
    for (const { name, target, read } of uses) row[target] = read(fieldOf(value, name));
    return row;
  };
}

/** The alternative that the value is: the first simple one of its kind, else the object with the most fields in common. */
function unionReader(schema: ConnectStruct, wanted: readonly StructField[], path: string): Present {
  const uses = fieldUses(schema, wanted, path);
  const alternatives = schema.fields.map(({ name, schema: field }) => ({
    schema: field,
    use: uses.find((use) => use.name === name),
  }));
  return (value) => {
    let best = alternatives.find((one) => isOfKind(one.schema, value));
    let most = 0;
    if (best === undefined)
      for (const one of alternatives) {
        const matching = matchingFields(one.schema, value);
        if (matching > most) [best, most] = [one, matching];
      }
    if (best === undefined) throw new DeserializationError('Did not find matching oneof field for data');
    const row = new Array<SqlValue>(wanted.length).fill(null);
    if (best.use !== undefined) row[best.use.target] = best.use.read(value);
    return row;
  };
}

function isOfKind({ kind }: ConnectSchema, value: Json): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'array':
      return Array.isArray(value);
    case 'map':
      return Array.isArray(value) || isObject(value);
    case 'float32':
    case 'float64':
      return typeof value === 'number' || value instanceof NumberText;
    case 'bytes':
    case 'struct':
      return false;
    default:
      return value instanceof NumberText ? /^-?\d+$/.test(value.text) : Number.isInteger(value);
  }
}

function matchingFields(schema: ConnectSchema, value: Json): number {
  if (schema.kind !== 'struct' || !isObject(value)) return 0;
  let count = 0;
  for (const { name, schema: field } of schema.fields) {
    const found = fieldOf(value, name);
    if (found !== undefined) count += 1 + matchingFields(field, found);
  }
  return count;
}
