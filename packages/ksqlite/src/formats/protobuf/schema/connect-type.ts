/**
 * What a field is to Kafka Connect, of whose types ksqlDB reads records as columns (`ProtobufData.toConnectSchema`, with the options
 * that ksqlDB sets).
 */
import type { ConnectKind } from '../../connect-kind.ts';
import type { FieldType, MessageType, OneofType } from './message-type.ts';
import { isEnum, isMapField, isMessage } from './message-type.ts';

export type ConnectType =
  | { readonly name: Exclude<ConnectKind, 'array' | 'map' | 'struct'>; readonly logical?: Logical }
  | { readonly name: 'array'; readonly element: FieldType }
  | { readonly name: 'map'; readonly key: FieldType; readonly value: FieldType }
  | { readonly name: 'struct'; readonly message: MessageType };

/** A type that Connect knows by a name of its own; the message that it is here. */
export type Logical = 'Decimal' | 'Date' | 'Time' | 'Timestamp';

export type Nullable = 'OPTIONAL' | 'WRAPPER' | undefined;

/** A message around a scalar is the scalar: ksqlDB always asks for that (`SourcePropertyInjector`). */
export function connectType(field: FieldType): ConnectType {
  if (field.presence === 'repeated') {
    if (isMapField(field) && isMessage(field.type)) {
      const [key, value] = field.type.fields;
      if (key !== undefined && value !== undefined) return { name: 'map', key, value };
    }
    return { name: 'array', element: { ...field, presence: 'implicit' } };
  }
  const { type, params } = field;
  if (isEnum(type)) return { name: 'string' };
  if (isMessage(type)) return messageType(type);
  if (type === 'int32' || type === 'sint32' || type === 'sfixed32') return { name: intName(params) };
  return { name: NAMES[type] };
}

function messageType(message: MessageType): ConnectType {
  const logical = LOGICAL.get(message.fullName);
  if (logical !== undefined) return logical;
  return wrappedType(message) ?? { name: 'struct', message };
}

/** Of a message that is there to hold a scalar that may be null: the scalar's; else undefined. */
function wrappedType(message: MessageType): ConnectType | undefined {
  const value = WRAPPERS.has(message.fullName) ? message.fields[0] : undefined;
  return value === undefined ? undefined : connectType(value);
}

const NAMES = {
  uint32: 'int64',
  fixed32: 'int64',
  int64: 'int64',
  sint64: 'int64',
  sfixed64: 'int64',
  uint64: 'int64',
  fixed64: 'int64',
  float: 'float32',
  double: 'float64',
  bool: 'boolean',
  string: 'string',
  bytes: 'bytes',
} as const;

function intName(params: ReadonlyMap<string, string>): 'int8' | 'int16' | 'int32' {
  const said = params.get('connect.type');
  return said === 'int8' || said === 'int16' ? said : 'int32';
}

const LOGICAL: ReadonlyMap<string, ConnectType> = new Map<string, ConnectType>([
  ['confluent.type.Decimal', { name: 'bytes', logical: 'Decimal' }],
  ['google.type.Date', { name: 'int32', logical: 'Date' }],
  ['google.type.TimeOfDay', { name: 'int32', logical: 'Time' }],
  ['google.protobuf.Timestamp', { name: 'int64', logical: 'Timestamp' }],
]);

const WRAPPERS: ReadonlySet<string> = new Set(
  ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map(
    (name) => `google.protobuf.${name}Value`,
  ),
);

/** A oneof is a STRUCT of its fields, of which one is not null; its name ends in its place. */
export const oneofName = ({ name }: OneofType, index: number): string => `${name}_${index}`;
