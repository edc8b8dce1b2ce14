/**
 * A parsed Avro schema (`parse-avro.ts` makes them). A named type is one object wherever its name stands, so a recursive
 * schema is a graph with cycles: who walks one remembers the records that were seen.
 */
export type AvroType = AvroPrimitive | AvroFixed | AvroEnum | AvroArray | AvroMap | AvroUnion | AvroRecord;

export type PrimitiveKind = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

interface Annotated {
  readonly annotations: Annotations;
}

export interface AvroPrimitive extends Annotated {
  readonly kind: PrimitiveKind;
}
export interface AvroFixed extends Annotated {
  readonly kind: 'fixed';
  readonly name: AvroName;
  readonly size: number;
}
export interface AvroEnum extends Annotated {
  readonly kind: 'enum';
  readonly name: AvroName;
  readonly symbols: readonly string[];
}
export interface AvroArray extends Annotated {
  readonly kind: 'array';
  readonly items: AvroType;
}
export interface AvroMap extends Annotated {
  readonly kind: 'map';
  readonly values: AvroType;
}
export interface AvroUnion {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}
export interface AvroRecord extends Annotated {
  readonly kind: 'record';
  readonly name: AvroName;
  readonly fields: readonly AvroField[];
}
export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  /** What JSON.parse made of the default; undefined: there is none. */
  readonly default: unknown;
}

export interface AvroName {
  /** without the namespace */
  readonly simple: string;
  readonly full: string;
}

/** The properties beside a type that say how Kafka Connect takes it (`AvroData`). */
export interface Annotations {
  readonly logicalType?: string;
  readonly precision?: unknown;
  readonly scale?: number;
  /** `int8`, `int16` */
  readonly connectType?: string;
  readonly connectName?: string;
  /** `MapEntry`: an array of such records is a map whose keys are not plain texts. */
  readonly internalType?: string;
  readonly connectDefault?: unknown;
}
