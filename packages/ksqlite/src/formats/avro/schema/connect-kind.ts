/**
 * What Kafka Connect makes of an Avro type (`AvroData.toConnectSchema`, with the settings of ksqlDB): ksqlDB knows schemas
 * and values by that alone. Enums are texts there, fixed are bytes; a union of one type is that type, of a type and null the type
 * that may be null; every other union is a struct that has a field for each of its types. An array of map entries is a map.
 */
import type { ConnectKind } from '../../connect-kind.ts';
import { SchemaError } from '../../schema-format.ts';
import { short } from './avro-name.ts';
import type { AvroArray, AvroField, AvroRecord, AvroType, AvroUnion } from './avro-type.ts';

export type Logical = 'Decimal' | 'Date' | 'Time' | 'Timestamp';

const CONNECT_NAMES = 'org.apache.kafka.connect.data.';
const MAP_ENTRY = 'MapEntry';

/** The union as one type that may be null; undefined: it is a struct. `at` is the type's place, `nullAt` that of null. */
export interface FlatUnion {
  readonly type: AvroType;
  readonly at: number;
  readonly nullAt: number;
}

/** `nullAt` is -1 where the union has no null. */
export function flatUnion({ branches }: AvroUnion): FlatUnion | undefined {
  const nullAt = branches.findIndex(({ kind }) => kind === 'null');
  const [first, second] = branches;
  if (branches.length === 1 && first !== undefined) return { type: first, at: 0, nullAt: -1 };
  if (branches.length !== 2 || nullAt < 0) return undefined;
  const at = 1 - nullAt;
  const type = at === 0 ? first : second;
  return type === undefined ? undefined : { type, at, nullAt };
}

/** Of a type that is neither null nor a union that is one type. Throws SchemaError. */
export function connectKind(type: AvroType): ConnectKind {
  switch (type.kind) {
    case 'null':
      throw new SchemaError('Standalone null schemas are not supported by this converter');
    case 'int':
      return intKind(type.annotations.connectType, type.annotations.logicalType);
    case 'long':
      return 'int64';
    case 'float':
      return 'float32';
    case 'double':
      return 'float64';
    case 'boolean':
      return 'boolean';
    case 'string':
    case 'enum':
      return 'string';
    case 'bytes':
    case 'fixed':
      return 'bytes';
    case 'array':
      return mapEntry(type) === undefined ? 'array' : 'map';
    case 'map':
      return 'map';
    case 'record':
    case 'union':
      return 'struct';
  }
}

function intKind(connectType: string | undefined, logicalType: string | undefined): ConnectKind {
  if (connectType === undefined || logicalType !== undefined) return 'int32';
  if (connectType === 'int8' || connectType === 'int16') return connectType;
  throw new SchemaError('Connect type annotation for Avro int field is null');
}

/**
 * The logical type, by Avro's name for it or by Connect's. Throws SchemaError where Connect has two names for one type, which it
 * has for every decimal that is a fixed.
 */
export function logicalOf(type: AvroType): Logical | undefined {
  if (type.kind === 'union') return undefined;
  const { logicalType, connectName } = type.annotations;
  const found = byAvroName(type, logicalType?.toLowerCase());
  const name = connectName ?? (type.kind === 'fixed' ? type.name.full : undefined);
  if (found !== undefined && name !== undefined && name !== CONNECT_NAMES + found)
    throw new SchemaError(
      `Mismatched names: name already added to SchemaBuilder (${CONNECT_NAMES}${found}) differs from name in source schema (${short(name)})`,
    );
  return found ?? byConnectName(type, name);
}

function byAvroName({ kind }: AvroType, name: string | undefined): Logical | undefined {
  if (kind === 'int') return name === 'date' ? 'Date' : name === 'time-millis' ? 'Time' : undefined;
  if (kind === 'long') return name === 'timestamp-millis' ? 'Timestamp' : undefined;
  return (kind === 'bytes' || kind === 'fixed') && name === 'decimal' ? 'Decimal' : undefined;
}

function byConnectName({ kind }: AvroType, name: string | undefined): Logical | undefined {
  if (kind === 'int')
    return name === `${CONNECT_NAMES}Date` ? 'Date' : name === `${CONNECT_NAMES}Time` ? 'Time' : undefined;
  return kind === 'long' && name === `${CONNECT_NAMES}Timestamp` ? 'Timestamp' : undefined;
}

export interface DecimalParameters {
  readonly precision: number;
  readonly scale: number;
}

/** Connect's precision where the schema has none. */
const ANY_PRECISION = 64;

/** Of a type whose logical type is Decimal. Throws SchemaError. */
export function decimalParameters(type: AvroType): DecimalParameters {
  const { precision = ANY_PRECISION, scale = 0 } = type.kind === 'union' ? {} : type.annotations;
  if (typeof precision !== 'number')
    throw new SchemaError(
      'precision property must be a JSON Integer. https://avro.apache.org/docs/1.9.1/spec.html#Decimal',
    );
  return { precision: javaInt(precision), scale: javaInt(scale) };
}

/** `Number.intValue` of what Jackson makes of a number. */
const javaInt = (value: number): number =>
  (Number.isInteger(value) && Math.abs(value) < 2 ** 63
    ? value
    : Math.max(-(2 ** 31), Math.min(value, 2 ** 31 - 1))) | 0;

/** The fields of a record that stands for an entry of a map; undefined: the array is one. Throws SchemaError. */
export function mapEntry({
  items,
}: AvroArray): { readonly key: AvroField; readonly value: AvroField } | undefined {
  if (items.kind !== 'record' || !isMapEntry(items)) return undefined;
  const key = items.fields.find(({ name }) => name === 'key');
  const value = items.fields.find(({ name }) => name === 'value');
  if (items.fields.length === 2 && key !== undefined && value !== undefined) return { key, value };
  throw new SchemaError(
    'Found map encoded as array of key-value pairs, but array elements do not match the expected format.',
  );
}

const isMapEntry = ({ name, annotations }: AvroRecord): boolean =>
  name.full === `io.confluent.connect.avro.${MAP_ENTRY}` || annotations.internalType === MAP_ENTRY;

/** What the field of the struct is called that stands for this type of a union. */
export const branchName = (type: AvroType): string => ('name' in type ? type.name.simple : type.kind);
