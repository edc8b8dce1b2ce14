import type { JsonNode } from '../json/json-node.ts';

/** An Avro schema, read. Named types know themselves by object identity: a record may hold itself. */
export type AvroSchema = AvroPrimitive | AvroArray | AvroMap | AvroUnion | AvroNamed;
export type AvroNamed = AvroRecord | AvroEnum | AvroFixed;

export type PrimitiveType = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export const PRIMITIVES: ReadonlySet<string> = new Set<PrimitiveType>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

/** All that is not a property of Avro's own, in the order it was written. */
export type Props = ReadonlyMap<string, JsonNode>;

export interface AvroPrimitive {
  readonly type: PrimitiveType;
  readonly props: Props;
}
export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroSchema;
  readonly props: Props;
}
export interface AvroMap {
  readonly type: 'map';
  readonly values: AvroSchema;
  readonly props: Props;
}
export interface AvroUnion {
  readonly type: 'union';
  readonly types: readonly AvroSchema[];
}

interface Named {
  readonly name: AvroName;
  readonly doc: string | undefined;
  readonly aliases: readonly AvroName[];
  readonly props: Props;
}
export interface AvroRecord extends Named {
  readonly type: 'record';
  readonly isError: boolean;
  readonly fields: readonly AvroField[];
}
export interface AvroEnum extends Named {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  readonly default: string | undefined;
}
export interface AvroFixed extends Named {
  readonly type: 'fixed';
  readonly size: number;
}

export interface AvroField {
  readonly name: string;
  readonly schema: AvroSchema;
  readonly doc: string | undefined;
  /** undefined: there is none */
  readonly default: JsonNode | undefined;
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly aliases: readonly string[];
  readonly props: Props;
}

/** A name with its namespace. */
export interface AvroName {
  readonly name: string;
  /** undefined: the null namespace */
  readonly space: string | undefined;
  readonly full: string;
}

export const isNamed = (schema: AvroSchema): schema is AvroNamed =>
  schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';

/** What a union tells its branches apart by. */
export const fullNameOf = (schema: AvroSchema): string => (isNamed(schema) ? schema.name.full : schema.type);
