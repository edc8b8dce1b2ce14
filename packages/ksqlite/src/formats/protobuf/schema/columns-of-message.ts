/**
 * The columns that ksqlDB infers from a message (`ProtobufData.toConnectSchema`, `ConnectKsqlSchemaTranslator`): oneofs first, then the
 * fields in the order of the text. Fields of a type that SQL does not have are left out.
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
import { refusal } from '../proto/refusal.ts';
import { type ConnectType, connectType, type Nullable, oneofName } from './connect-type.ts';
import type { FieldType, MessageType } from './message-type.ts';

export interface InferOptions {
  readonly nullable?: Nullable;
  readonly keepsNames?: boolean | undefined;
}

/** Messages in messages can stand for more columns than there is memory. */
const MOST_FIELDS = 10_000;

/** @throws SchemaError where the message holds itself, has no columns, or two of one name */
export function columnsOfMessage(message: MessageType, options: InferOptions): readonly StructField[] {
  const columns = new Inference(options).fields(message);
  if (columns.length === 0)
    throw refusal('Schema does not include any columns with types that ksqlDB supports.');
  return columns;
}

class Inference {
  readonly #options: InferOptions;
  /** The messages around what is looked at. */
  readonly #around = new Set<MessageType>();
  #count = 0;

  constructor(options: InferOptions) {
    this.#options = options;
  }

  fields(message: MessageType): readonly StructField[] {
    if (this.#around.has(message))
      throw refusal(
        `The message ${message.fullName} contains itself: SQL has no type for it. Name the columns that you want in the statement`,
      );
    this.#around.add(message);
    const found = new Map<string, SqlType>();
    message.oneofs.forEach((oneof, i) => {
      const members = new Map<string, SqlType>();
      for (const field of oneof.fields) this.#enter(members, field.name, this.#fieldType(field));
      this.#enter(found, oneofName(oneof, i), structOf(members));
    });
    for (const field of message.fields) this.#enter(found, field.name, this.#fieldType(field));
    this.#around.delete(message);
    return fieldsOf(found);
  }

  #enter(found: Map<string, SqlType>, given: string, type: SqlType | undefined): void {
    if (type === undefined) return;
    const name = this.#options.keepsNames === true ? given : given.toUpperCase();
    if (found.has(name)) throw refusal(`Cannot create field because of field name duplication ${name}`);
    if (++this.#count > MOST_FIELDS) throw refusal(`The message has more than ${MOST_FIELDS} fields`);
    found.set(name, type);
  }

  /** Undefined: there is no such type in SQL. */
  #fieldType(field: FieldType): SqlType | undefined {
    const type = connectType(field);
    switch (type.name) {
      case 'array': {
        const element = this.#fieldType(type.element);
        return element && array(element);
      }
      case 'map':
        return this.#mapType(type.key, type.value);
      case 'struct':
        return struct(this.fields(type.message));
      default:
        return scalarType(type, field);
    }
  }

  #mapType(key: FieldType, value: FieldType): SqlType | undefined {
    const { name } = connectType(key);
    if (!KEY_TYPES.has(name)) return undefined;
    const held = this.#fieldType(value);
    return held && map(STRING, held);
  }
}

const KEY_TYPES: ReadonlySet<string> = new Set(['int8', 'int16', 'int32', 'int64', 'boolean', 'string']);

const fieldsOf = (found: ReadonlyMap<string, SqlType>): readonly StructField[] =>
  [...found].map(([name, type]) => ({ name, type }));

const structOf = (found: ReadonlyMap<string, SqlType>): SqlType => struct(fieldsOf(found));

const LOGICAL = { Date: DATE, Time: TIME, Timestamp: TIMESTAMP } as const;

const SCALARS = {
  int8: INTEGER,
  int16: INTEGER,
  int32: INTEGER,
  int64: BIGINT,
  float32: DOUBLE,
  float64: DOUBLE,
  boolean: BOOLEAN,
  string: STRING,
  bytes: BYTES,
} as const;

function scalarType(
  type: Exclude<ConnectType, { name: 'array' | 'map' | 'struct' }>,
  field: FieldType,
): SqlType {
  if (type.logical === undefined) return SCALARS[type.name];
  return type.logical === 'Decimal' ? decimalType(field) : LOGICAL[type.logical];
}

/** What a DECIMAL is that says nothing of itself (`DecimalUtil`). */
const DEFAULT_PRECISION = 64;

function decimalType({ name, params }: FieldType): SqlType {
  const number = (key: string, otherwise: number): number => {
    const said = params.get(key) ?? '';
    const value = Number(said);
    return /^[+-]?[0-9]+$/.test(said) && Math.abs(value) < 2 ** 31 ? value : otherwise;
  };
  const precision = number('precision', DEFAULT_PRECISION);
  const scale = number('scale', 0);
  if (precision < 1) throw refusal(`${name}: DECIMAL precision must be >= 1: DECIMAL(${precision},${scale})`);
  if (scale < 0) throw refusal(`${name}: DECIMAL scale must be >= 0: DECIMAL(${precision},${scale})`);
  if (precision < scale)
    throw refusal(`${name}: DECIMAL precision must be >= scale: DECIMAL(${precision},${scale})`);
  return decimal(precision, scale);
}
