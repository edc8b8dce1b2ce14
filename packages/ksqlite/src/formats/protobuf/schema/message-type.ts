/** Messages with all names looked up, as protobuf's descriptors: what reading, writing and inference work on. */

export type ScalarKind =
  | 'double'
  | 'float'
  | 'int32'
  | 'sint32'
  | 'sfixed32'
  | 'uint32'
  | 'fixed32'
  | 'int64'
  | 'sint64'
  | 'sfixed64'
  | 'uint64'
  | 'fixed64'
  | 'bool'
  | 'string'
  | 'bytes';

export interface MessageType {
  readonly fullName: string;
  /** Those of no oneof, in the order of the text. A message may hold itself. */
  readonly fields: readonly FieldType[];
  readonly oneofs: readonly OneofType[];
  /** The messages that are defined in it, by their place: records name their message so. */
  readonly nested: readonly MessageType[];
}

export interface OneofType {
  readonly name: string;
  readonly fields: readonly FieldType[];
}

export interface FieldType {
  readonly name: string;
  readonly number: number;
  readonly presence: Presence;
  readonly type: ScalarKind | EnumType | MessageType;
  /** Several numbers are written as one block. */
  readonly packed: boolean;
  /** A text that is not UTF-8 is an error (proto3). */
  readonly checksText: boolean;
  /** Of `(confluent.field_meta)`: a DECIMAL's precision and scale, an integer's `connect.type`. */
  readonly params: ReadonlyMap<string, string>;
}

/**
 * - implicit: a scalar of proto3: its default value is not written, and is what an absent one is read as
 * - optional: absent is null. A default that proto2 says for it counts for nothing
 * - entry: the key or value of a map in proto2: written whatever it is, and absent it is its default
 */
export type Presence = 'implicit' | 'optional' | 'entry' | 'required' | 'repeated' | 'oneof';

export interface EnumType {
  readonly enumName: string;
  readonly names: ReadonlyMap<number, string>;
  readonly numbers: ReadonlyMap<string, number>;
  /** What an absent value is read as. */
  readonly first: string;
  /** Of proto2: numbers that have no name are not known. */
  readonly isClosed: boolean;
}

export const isMessage = (type: FieldType['type']): type is MessageType =>
  typeof type === 'object' && 'fields' in type;

export const isEnum = (type: FieldType['type']): type is EnumType =>
  typeof type === 'object' && 'names' in type;

const ENTRY = 'Entry';

/** Whether the field is a MAP to ksqlDB: several messages `…Entry` of a key and a value (`ProtobufData.isMapDescriptor`). */
export function isMapField({ presence, type }: FieldType): boolean {
  if (presence !== 'repeated' || !isMessage(type) || type.oneofs.length > 0) return false;
  const [key, value, other] = type.fields;
  return (
    type.fullName.endsWith(ENTRY) &&
    other === undefined &&
    key?.name === 'key' &&
    value?.name === 'value' &&
    key.presence !== 'repeated' &&
    value.presence !== 'repeated'
  );
}

/** `a_b` → `AbEntry`… as protoc names the entries of `map<…> a_b` (`ProtobufSchema.toMapEntry`). */
export function mapEntryName(field: string): string {
  if (!field.includes('_')) return field + ENTRY;
  const parts = field.split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase());
  return parts.join('') + ENTRY;
}
