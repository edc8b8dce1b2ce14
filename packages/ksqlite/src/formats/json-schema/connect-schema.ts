/**
 * A schema as Kafka Connect has it: what a JSON Schema says is first made one of these, and columns, readers and writers are made
 * of that, as in ksqlDB.
 */
import type { Json } from '../json/json-tree.ts';

export type ConnectSchema = ConnectScalar | ConnectArray | ConnectMap | ConnectStruct;

export type ConnectNumber = 'int8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64';

interface Common {
  /** Whether null is a value. */
  readonly optional: boolean;
  /** What stands for a value that is missing or null; undefined: nothing does. */
  readonly byDefault: Json | undefined;
  /** As in LOGICAL_NAMES, or any other. */
  readonly name: string | undefined;
}

export interface ConnectScalar extends Common {
  readonly kind: 'boolean' | 'string' | 'bytes' | ConnectNumber;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ConnectArray extends Common {
  readonly kind: 'array';
  readonly items: ConnectSchema;
}

export interface ConnectMap extends Common {
  readonly kind: 'map';
  readonly key: ConnectSchema;
  readonly value: ConnectSchema;
}

export interface ConnectField {
  readonly name: string;
  readonly schema: ConnectSchema;
}

export interface ConnectStruct extends Common {
  readonly kind: 'struct';
  readonly fields: readonly ConnectField[];
  /** One of the fields is set: the value's alternatives. */
  readonly isUnion: boolean;
}

export const LOGICAL_NAMES = {
  decimal: 'org.apache.kafka.connect.data.Decimal',
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
} as const;

/** A map is an object where its keys are texts that are never null, else an array of objects of a key and a value. */
export const isObjectMap = ({ key }: ConnectMap): boolean => key.kind === 'string' && !key.optional;
