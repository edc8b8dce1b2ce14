/**
 * The .proto file that ksqlDB makes of columns (Connect's `ProtobufData.fromConnectSchema`): a message with a field a column, numbered
 * from 1. STRUCTs and the entries of MAPs are messages in it, called ConnectDefault1, 2, 3 … in the order in which they are met.
 */

import { formatType, type SqlType, type StructField } from '../../../types/sql-type.ts';
import type {
  OptionValue,
  ProtoField,
  ProtoFile,
  ProtoLabel,
  ProtoMessage,
  ProtoOption,
} from '../proto/proto-file.ts';
import { refusal } from '../proto/refusal.ts';

export interface ProtoOptions {
  /** VALUE_SCHEMA_FULL_NAME: package and name of the message. */
  readonly fullName?: string | undefined;
  /** How a column says that it is null; undefined: a scalar does not, and is its zero. */
  readonly nullable?: 'OPTIONAL' | 'WRAPPER' | undefined;
}

/** @throws SchemaError where there is no such message */
export function protoOfColumns(columns: readonly StructField[], options: ProtoOptions): ProtoFile {
  return new ProtoMaker(options.nullable).file(columns, givenName(options.fullName));
}

/** A name that begins as the made-up ones do is left out (`ProtobufSchemaTranslator.ignoreDefaultName`). */
export function givenName(fullName: string | undefined): string | undefined {
  const trimmed = fullName?.trim() ?? '';
  return trimmed === '' || trimmed.startsWith(MADE_UP) ? undefined : trimmed;
}

const MADE_UP = 'ConnectDefault';
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

class ProtoMaker {
  readonly #nullable: ProtoOptions['nullable'];
  readonly #imports = new Set<string>();
  #count = 0;

  constructor(nullable: ProtoOptions['nullable']) {
    this.#nullable = nullable;
  }

  file(columns: readonly StructField[], fullName: string | undefined): ProtoFile {
    const name = fullName ?? this.#nextName();
    const parts = name.split('.');
    for (const part of parts) checkIdentifier(name, part);
    const message = this.#message(parts.at(-1) as string, columns, '');
    return {
      syntax: 'proto3',
      packageName: parts.length > 1 ? parts.slice(0, -1).join('.') : undefined,
      imports: [...this.#imports],
      publicImports: [],
      options: [],
      types: [message],
      services: [],
      extends: [],
    };
  }

  #nextName(): string {
    this.#count++;
    return `${MADE_UP}${this.#count}`;
  }

  #message(name: string, fields: readonly StructField[], scope: string): ProtoMessage {
    const place = scope === '' ? name : `${scope}.${name}`;
    const types: ProtoMessage[] = [];
    const made = fields.map((field, i) => this.#field(field, i + 1, place, types, true));
    return messageOf(name, made, types);
  }

  /** @param types gets the messages that the field needs */
  #field(
    { name, type }: StructField,
    tag: number,
    place: string,
    types: ProtoMessage[],
    mayBeOptional: boolean,
  ): ProtoField {
    checkIdentifier(`${place}.${name}`, name);
    const inner = type.kind === 'ARRAY' ? type.element : type;
    const typeName = this.#typeName(inner, name, place, types);
    const isMany = type.kind === 'ARRAY' || type.kind === 'MAP';
    const label: ProtoLabel | undefined = isMany
      ? 'repeated'
      : mayBeOptional && this.#nullable === 'OPTIONAL'
        ? 'optional'
        : undefined;
    const options = decimalOptions(inner);
    return { label, type: typeName, name, tag, defaultValue: undefined, jsonName: undefined, options };
  }

  #typeName(type: SqlType, name: string, place: string, types: ProtoMessage[]): string {
    switch (type.kind) {
      case 'ARRAY':
        throw refusal('Array cannot be nested');
      case 'MAP': {
        const entry = `${this.#nextName()}Entry`;
        const scope = `${place}.${entry}`;
        const inner: ProtoMessage[] = [];
        const fields = [
          this.#field({ name: 'key', type: type.key }, 1, scope, inner, false),
          this.#field({ name: 'value', type: type.value }, 2, scope, inner, false),
        ];
        types.push(messageOf(entry, fields, inner));
        return entry;
      }
      case 'STRUCT': {
        const made = this.#nextName();
        // A message and a field can't have the same name.
        const struct = made === name ? `${made}Message` : made;
        types.push(this.#message(struct, type.fields, place));
        return struct;
      }
      default:
        return this.#scalarName(type);
    }
  }

  #scalarName(type: SqlType): string {
    const logical = LOGICAL[type.kind];
    const known = logical ?? (this.#nullable === 'WRAPPER' ? WRAPPERS[type.kind] : undefined);
    if (known === undefined) {
      const scalar = SCALARS[type.kind];
      if (scalar === undefined) throw refusal(`${formatType(type)} can't be in a PROTOBUF message`);
      return scalar;
    }
    this.#imports.add(known[1]);
    return known[0];
  }
}

const messageOf = (
  name: string,
  fields: readonly ProtoField[],
  types: readonly ProtoMessage[],
): ProtoMessage => ({
  kind: 'message',
  name,
  options: [],
  reserved: [],
  fields,
  oneofs: [],
  groups: [],
  extensions: [],
  extends: [],
  types,
});

function checkIdentifier(place: string, name: string): void {
  if (!IDENTIFIER.test(name)) throw refusal(`${place}: "${name}" is not a valid identifier.`);
}

type Kinds<T> = { readonly [Kind in SqlType['kind']]?: T };

const SCALARS: Kinds<string> = {
  BOOLEAN: 'bool',
  INTEGER: 'int32',
  BIGINT: 'int64',
  DOUBLE: 'double',
  STRING: 'string',
  BYTES: 'bytes',
};

/** A message, and the file that it is in. */
const LOGICAL: Kinds<readonly [string, string]> = {
  DECIMAL: ['confluent.type.Decimal', 'confluent/type/decimal.proto'],
  DATE: ['google.type.Date', 'google/type/date.proto'],
  TIME: ['google.type.TimeOfDay', 'google/type/timeofday.proto'],
  TIMESTAMP: ['google.protobuf.Timestamp', 'google/protobuf/timestamp.proto'],
};

const WRAPPER_FILE = 'google/protobuf/wrappers.proto';

export const WRAPPERS: Kinds<readonly [string, string]> = {
  BOOLEAN: ['google.protobuf.BoolValue', WRAPPER_FILE],
  INTEGER: ['google.protobuf.Int32Value', WRAPPER_FILE],
  BIGINT: ['google.protobuf.Int64Value', WRAPPER_FILE],
  DOUBLE: ['google.protobuf.DoubleValue', WRAPPER_FILE],
  STRING: ['google.protobuf.StringValue', WRAPPER_FILE],
  BYTES: ['google.protobuf.BytesValue', WRAPPER_FILE],
};

/** `ProtobufSchema.toOption` writes a value in front of its key. */
function decimalOptions(type: SqlType): readonly ProtoOption[] {
  if (type.kind !== 'DECIMAL') return [];
  const text = (said: string): OptionValue => ({ kind: 'STRING', text: said });
  const param = (key: string, value: number): OptionValue => ({
    kind: 'MAP',
    entries: new Map([
      ['value', text(String(value))],
      ['key', text(key)],
    ]),
  });
  const items = [param('precision', type.precision), param('scale', type.scale)];
  const entries = new Map<string, OptionValue>([['params', { kind: 'LIST', items }]]);
  return [{ name: 'confluent.field_meta', parenthesized: true, value: { kind: 'MAP', entries } }];
}
