/**
 * How values of SQL types are written as an Avro schema has them, compiled once for a pair. The schema is that of the columns
 * (`schemaOfColumns`), or one that KEY_SCHEMA_ID or VALUE_SCHEMA_ID names: then names and types must be the very same
 * (`AvroSRSchemaDataTranslator`, `ConnectSchema.validateValue`), and fields that no column fills get their default. What is written throws
 * SerializationError where the schema has no place for a value of its type: null, mostly.
 */
import type { Big } from 'big.js';
import { inHashOrder } from '../../../functions/values/java/hash-map.ts';
import type { MapType, SqlType, StructField } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { SerializationError } from '../../codec.ts';
import { SchemaError } from '../../schema-format.ts';
import { timeLong } from '../../text/time-long.ts';
import type { AvroField, AvroType, AvroUnion } from '../schema/avro-type.ts';
import {
  branchName,
  connectKind,
  decimalParameters,
  flatUnion,
  type Logical,
  logicalOf,
  mapEntry,
} from '../schema/connect-kind.ts';
import { fieldName } from '../schema/schema-of.ts';
import { connectDefault, missingField } from './avro-default.ts';
import type { AvroOutput } from './avro-output.ts';
import { decimalBytes } from './write-decimal.ts';

export type Write = (output: AvroOutput, value: SqlValue) => void;
export type WriteRow = (output: AvroOutput, row: readonly SqlValue[], first: number) => void;

/**
 * @param place what messages call the value: `field: "ID"`
 * @throws SchemaError where the schema is of no such value
 */
export function valueWriter(type: AvroType, given: SqlType, place: string): Write {
  const flat = type.kind === 'union' ? flatUnion(type) : undefined;
  if (flat === undefined) return required(presentWriter(type, given, place), type, place);
  const write = presentWriter(flat.type, given, place);
  const index = 2 * flat.at;
  const nullIndex = 2 * flat.nullAt;
  if (flat.nullAt < 0)
    return required(
      (output, value) => {
        output.byte(index);
        write(output, value);
      },
      flat.type,
      place,
    );
  return (output, value) => {
    if (value === null) {
      output.byte(nullIndex);
      return;
    }
    output.byte(index);
    write(output, value);
  };
}

function required(write: Write, type: AvroType, place: string): Write {
  const kind = connectKind(type).toUpperCase();
  return (output, value) => {
    if (value === null)
      throw new SerializationError(`Invalid value: null used for required ${place}, schema type: ${kind}`);
    write(output, value);
  };
}

/** Columns as a record's fields. Throws SchemaError. */
export function rowWriter(fields: readonly AvroField[], columns: readonly StructField[]): WriteRow {
  const names = columns.map(({ name }) => fieldName(name));
  const unknown = names.find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined)
    throw new SchemaError(`Schema from Schema Registry misses field with name: ${unknown}`);
  const places = fields.map((field) => names.indexOf(field.name));
  const writes = fields.map((field, i) => fieldWriter(field, columns[places[i] as number]));
  return (output, row, first) => {
    for (let i = 0; i < writes.length; i++)
      (writes[i] as Write)(output, row[first + (places[i] as number)] ?? null);
  };
}

/** Without a column, and for NULL: the field's default, where it has one (Connect's `Struct.get`). */
function fieldWriter(field: AvroField, column: StructField | undefined): Write {
  const bytes = missingField(field);
  if (column === undefined) {
    if (bytes !== undefined) return (output) => output.raw(bytes);
    throw new SchemaError(
      `Missing default value for required Avro field: [${field.name}]. This field appears in Avro schema in Schema Registry`,
    );
  }
  const write = valueWriter(field.type, column.type, `field: "${field.name}"`);
  if (bytes === undefined || writesNull(field.type)) return write;
  return (output, value) => (value === null ? output.raw(bytes) : write(output, value));
}

/** Whether NULL is null: the type is a union with it, and has no default of Connect's. */
function writesNull(type: AvroType): boolean {
  const flat = type.kind === 'union' ? flatUnion(type) : undefined;
  return flat !== undefined && flat.nullAt >= 0 && connectDefault(flat.type) === undefined;
}

function presentWriter(type: AvroType, given: SqlType, place: string): Write {
  switch (given.kind) {
    case 'ARRAY':
      if (type.kind === 'array' && mapEntry(type) === undefined)
        return arrayWriter(valueWriter(type.items, given.element, `element of array ${place}`));
      break;
    case 'MAP':
      return mapWriter(type, given, place);
    case 'STRUCT':
      if (type.kind === 'union') return unionWriter(type, given.fields, place);
      if (type.kind === 'record') {
        const write = rowWriter(type.fields, given.fields);
        return (output, value) => write(output, value as readonly SqlValue[], 0);
      }
      break;
    default: {
      const write = scalarWriter(type, given);
      if (write !== undefined) return write;
    }
  }
  throw mismatch(type, given, place);
}

/** The one kind of Connect that a simple SQL type is written as. */
const WRITTEN: Readonly<Partial<Record<SqlType['kind'], readonly [AvroType['kind'], Logical?]>>> = {
  BOOLEAN: ['boolean'],
  INTEGER: ['int'],
  BIGINT: ['long'],
  DOUBLE: ['double'],
  STRING: ['string'],
  BYTES: ['bytes'],
  DECIMAL: ['bytes', 'Decimal'],
  DATE: ['int', 'Date'],
  TIME: ['int', 'Time'],
  TIMESTAMP: ['long', 'Timestamp'],
};

function scalarWriter(type: AvroType, given: SqlType): Write | undefined {
  const [kind, logical] = WRITTEN[given.kind] ?? [];
  if (given.kind === 'BYTES' && type.kind === 'fixed') return fixedWriter(type.size);
  if (type.kind !== kind || logicalOf(type) !== logical) return undefined;
  if (type.kind === 'int' && connectKind(type) !== 'int32') return undefined;
  switch (given.kind) {
    case 'BOOLEAN':
      return (output, value) => output.byte(value === true ? 1 : 0);
    case 'DOUBLE':
      return (output, value) => output.double(value as number);
    case 'STRING':
      return (output, value) => output.string(value as string);
    case 'BYTES':
      return (output, value) => output.bytes(value as Buffer);
    case 'DECIMAL': {
      const { scale } = given;
      if (decimalParameters(type).scale !== scale) return undefined;
      return (output, value) => output.bytes(decimalBytes(value as Big, scale));
    }
    case 'TIMESTAMP':
      return (output, value) => output.long(timeLong(value as number));
    default:
      return (output, value) => output.long(value as number | bigint);
  }
}

/** What is longer is cut, as Avro's writer does. */
function fixedWriter(size: number): Write {
  return (output, value) => {
    const bytes = value as Buffer;
    if (bytes.length < size)
      throw new SerializationError(`Range [0, 0 + ${size}) out of bounds for length ${bytes.length}`);
    output.raw(bytes.subarray(0, size));
  };
}

function arrayWriter(writeItem: Write): Write {
  return (output, value) => {
    const items = value as readonly SqlValue[];
    if (items.length > 0) output.long(items.length);
    for (let i = 0; i < items.length; i++) writeItem(output, items[i] as SqlValue);
    output.byte(0);
  };
}

function mapWriter(type: AvroType, given: MapType, place: string): Write {
  const entry = type.kind === 'array' ? mapEntry(type) : undefined;
  if (type.kind === 'map') {
    const writeValue = valueWriter(type.values, given.value, `value of map ${place}`);
    return entriesWriter((output, key, value) => {
      output.string(key);
      writeValue(output, value);
    });
  }
  if (entry === undefined) throw mismatch(type, given, place);
  const writeKey = valueWriter(entry.key.type, given.key, `key of map ${place}`);
  const writeValue = valueWriter(entry.value.type, given.value, `value of map ${place}`);
  const keyFirst =
    type.kind === 'array' && type.items.kind === 'record' && type.items.fields[0] === entry.key;
  return entriesWriter((output, key, value) => {
    if (!keyFirst) writeValue(output, value);
    writeKey(output, key);
    if (keyFirst) writeValue(output, value);
  });
}

/** In the order of the `HashMap` that ksqlDB copies the entries to. */
function entriesWriter(writeEntry: (output: AvroOutput, key: string, value: SqlValue) => void): Write {
  return (output, value) => {
    const entries = inHashOrder(value as ReadonlyMap<string, SqlValue>);
    if (entries.size > 0) output.long(entries.size);
    for (const [key, item] of entries) writeEntry(output, key, item);
    output.byte(0);
  };
}

/** A struct's first field that is set, as the union's type of its name. */
function unionWriter({ branches }: AvroUnion, fields: readonly StructField[], place: string): Write {
  const writes = fields.map((field) => {
    const at = branches.findIndex((branch) => branch.kind !== 'null' && branchName(branch) === field.name);
    const branch = branches[at];
    if (branch === undefined)
      throw new SchemaError(`Schema from Schema Registry misses field with name: ${field.name}`);
    return { index: 2 * at, write: valueWriter(branch, field.type, `field: "${field.name}"`) };
  });
  const nullAt = branches.findIndex(({ kind }) => kind === 'null');
  return (output, value) => {
    const values = value as readonly SqlValue[];
    const set = values.findIndex((item) => item !== null);
    const found = writes[set];
    if (found !== undefined) {
      output.long(found.index / 2);
      found.write(output, values[set] as SqlValue);
    } else if (nullAt >= 0) output.long(nullAt);
    else throw new SerializationError(`Invalid value: null used for required ${place}, schema type: STRUCT`);
  };
}

const JAVA_CLASSES: Readonly<Record<SqlType['kind'], string>> = {
  BOOLEAN: 'java.lang.Boolean',
  INTEGER: 'java.lang.Integer',
  BIGINT: 'java.lang.Long',
  DOUBLE: 'java.lang.Double',
  STRING: 'java.lang.String',
  BYTES: 'java.nio.HeapByteBuffer',
  DECIMAL: 'java.math.BigDecimal',
  DATE: 'java.sql.Date',
  TIME: 'java.sql.Time',
  TIMESTAMP: 'java.sql.Timestamp',
  ARRAY: 'java.util.ArrayList',
  MAP: 'java.util.HashMap',
  STRUCT: 'org.apache.kafka.connect.data.Struct',
};

function mismatch(type: AvroType, { kind }: SqlType, place: string): SchemaError {
  const logical = logicalOf(type);
  const name = logical === undefined ? '' : ` "org.apache.kafka.connect.data.${logical}"`;
  return new SchemaError(
    `Invalid Java object for schema${name} with type ${connectKind(type).toUpperCase()}: class ${JAVA_CLASSES[kind]} for ${place}${type.kind === 'enum' ? '. An Avro enum is read as a VARCHAR, and can’t be written' : ''}`,
  );
}
