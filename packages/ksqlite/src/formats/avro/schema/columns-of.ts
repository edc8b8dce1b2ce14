/**
 * The columns that ksqlDB makes of an Avro schema (`ConnectFormatSchemaTranslator.toColumns`, `ConnectKsqlSchemaTranslator`): names in
 * upper case; a field whose type SQL has none for is left out, one by one.
 */
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  type StructField,
  struct,
  TIME,
  TIMESTAMP,
} from '../../../types/sql-type.ts';
import type { Column } from '../../codec.ts';
import type { ConnectKind } from '../../connect-kind.ts';
import { SchemaError } from '../../schema-format.ts';
import { short } from './avro-name.ts';
import type { AvroArray, AvroRecord, AvroType } from './avro-type.ts';
import {
  branchName,
  connectKind,
  decimalParameters,
  flatUnion,
  logicalOf,
  mapEntry,
} from './connect-kind.ts';

/** Fields of fields are counted, too. ksqlDB knows no limit, and is out of memory or stack sooner or later. */
const MOST_FIELDS = 20_000;

/**
 * Of a schema that passed `checkAvro`.
 *
 * @param single the name of the one column that the whole schema is
 * @param keepsNames names are not put into capitals
 * @throws SchemaError
 */
export function columnsOfAvro(
  type: AvroType,
  single: string | undefined,
  keepsNames: boolean,
): readonly Column[] {
  const walk = new ColumnWalk(keepsNames);
  if (single !== undefined)
    return columnsOrRefusal(walk.fields([{ name: single, type }]), [{ name: single, type }]);
  const fields = fieldsOf(type);
  if (fields === undefined)
    throw new SchemaError(
      "Schema returned from schema registry is anonymous type. To use this schema with ksqlDB, set 'WRAP_SINGLE_VALUE=false' in the WITH clause properties.",
    );
  return columnsOrRefusal(walk.fields(fields), fields);
}

interface NamedType {
  readonly name: string;
  readonly type: AvroType;
}

/** Of what is a struct to Connect; undefined: it is none. */
function fieldsOf(type: AvroType): readonly NamedType[] | undefined {
  if (type.kind === 'record') return type.fields;
  if (type.kind !== 'union') return undefined;
  const flat = flatUnion(type);
  if (flat !== undefined) return fieldsOf(flat.type);
  return type.branches
    .filter(({ kind }) => kind !== 'null')
    .map((branch) => ({ name: branchName(branch), type: branch }));
}

function columnsOrRefusal(
  columns: readonly StructField[],
  fields: readonly NamedType[],
): readonly StructField[] {
  if (columns.length > 0) return columns;
  const listed = fields.map(({ name, type }) => `${name} ${connectText(type)}`).join(', ');
  throw new SchemaError(
    `Schema does not include any columns with types that ksqlDB supports.\nschema: ${short(listed) || ' '}`,
  );
}

class ColumnWalk {
  readonly #around = new Set<AvroRecord>();
  readonly #keepsNames: boolean;
  #fields = 0;

  constructor(keepsNames: boolean) {
    this.#keepsNames = keepsNames;
  }

  fields(fields: readonly NamedType[]): readonly StructField[] {
    const columns = new Map<string, StructField>();
    for (const field of fields) {
      if (++this.#fields > MOST_FIELDS)
        throw new SchemaError(`The Avro schema has more than ${MOST_FIELDS} fields`);
      const type = this.#sqlType(field.type);
      const name = this.#keepsNames ? field.name : field.name.toUpperCase();
      if (type === undefined) continue;
      if (columns.has(name))
        throw new SchemaError(`Cannot create field because of field name duplication ${short(name)}`);
      columns.set(name, { name, type });
    }
    return [...columns.values()];
  }

  /** Undefined: SQL has no such type. */
  #sqlType(type: AvroType): SqlType | undefined {
    if (type.kind === 'union') {
      const flat = flatUnion(type);
      return flat === undefined ? struct(this.fields(fieldsOf(type) ?? [])) : this.#sqlType(flat.type);
    }
    if (type.kind === 'record') return this.#struct(type);
    if (type.kind === 'map') return mapOf(this.#sqlType(type.values));
    if (type.kind === 'array') return this.#array(type);
    return scalarOf(type);
  }

  #struct(record: AvroRecord): SqlType {
    if (this.#around.has(record))
      throw new SchemaError(
        `The Avro schema is recursive: ${short(record.name.full)} is within itself, which no SQL type can be. ` +
          'Declare the columns in the statement: those that are not recursive are read.',
      );
    this.#around.add(record);
    const fields = this.fields(record.fields);
    this.#around.delete(record);
    return struct(fields);
  }

  #array(type: AvroArray): SqlType | undefined {
    const entry = mapEntry(type);
    if (entry === undefined) {
      const element = this.#sqlType(type.items);
      return element && array(element);
    }
    const value = this.#sqlType(entry.value.type);
    return isMapKey(kindWithin(entry.key.type)) ? mapOf(value) : undefined;
  }
}

const mapOf = (value: SqlType | undefined): SqlType | undefined => value && map(STRING, value);

/** `ConnectKsqlSchemaTranslator.checkMapKeyType`. */
const isMapKey = (kind: ConnectKind): boolean =>
  ['int8', 'int16', 'int32', 'int64', 'boolean', 'string'].includes(kind);

function kindWithin(type: AvroType): ConnectKind {
  const flat = type.kind === 'union' ? flatUnion(type) : undefined;
  return flat === undefined ? connectKind(type) : kindWithin(flat.type);
}

function scalarOf(type: AvroType): SqlType {
  const logical = logicalOf(type);
  switch (connectKind(type)) {
    case 'int64':
      return logical === 'Timestamp' ? TIMESTAMP : BIGINT;
    case 'float32':
    case 'float64':
      return DOUBLE;
    case 'boolean':
      return BOOLEAN;
    case 'string':
      return STRING;
    case 'bytes':
      return logical === 'Decimal' ? decimalOf(type) : BYTES;
    default:
      return logical === 'Date' ? DATE : logical === 'Time' ? TIME : INTEGER;
  }
}

/** `SqlDecimal.validateParameters`. */
function decimalOf(type: AvroType): SqlType {
  const { precision, scale } = decimalParameters(type);
  const shown = `DECIMAL(${precision},${scale})`;
  if (precision < 1) throw new SchemaError(`DECIMAL precision must be >= 1: ${shown}`);
  if (scale < 0) throw new SchemaError(`DECIMAL scale must be >= 0: ${shown}`);
  if (precision < scale) throw new SchemaError(`DECIMAL precision must be >= scale: ${shown}`);
  return decimal(precision, scale);
}

/** As ksqlDB's message shows a type that SQL has none for: maps, and arrays of them. */
function connectText(type: AvroType): string {
  if (type.kind === 'union') return connectText(flatUnion(type)?.type ?? type);
  if (type.kind === 'map') return `MAP<STRING, ${connectText(type.values)}>`;
  if (type.kind !== 'array') return type.kind === 'record' ? 'STRUCT' : scalarOf(type).kind;
  const entry = mapEntry(type);
  return entry === undefined
    ? `ARRAY<${connectText(type.items)}>`
    : `MAP<${connectText(entry.key.type)}, ${connectText(entry.value.type)}>`;
}
