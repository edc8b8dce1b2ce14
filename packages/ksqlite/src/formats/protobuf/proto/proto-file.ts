/** A .proto file as it is written: nothing is looked up yet. As Wire's `ProtoFileElement`, on which the Schema Registry builds. */

export interface ProtoFile {
  readonly syntax: 'proto2' | 'proto3' | undefined;
  readonly packageName: string | undefined;
  readonly imports: readonly string[];
  readonly publicImports: readonly string[];
  readonly options: readonly ProtoOption[];
  /** Messages and enums, in the order of the text. */
  readonly types: readonly ProtoType[];
  readonly services: readonly ProtoService[];
  readonly extends: readonly ProtoExtend[];
}

export type ProtoType = ProtoMessage | ProtoEnum;

export interface ProtoMessage {
  readonly kind: 'message';
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly reserved: readonly ProtoRanges[];
  /** Those of no oneof. */
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly ProtoOneof[];
  readonly groups: readonly ProtoGroup[];
  readonly extensions: readonly ProtoRanges[];
  readonly extends: readonly ProtoExtend[];
  readonly types: readonly ProtoType[];
}

export interface ProtoField {
  readonly label: ProtoLabel | undefined;
  /** As written: `int32`, `.a.B`, `map<string, B>`. */
  readonly type: string;
  readonly name: string;
  readonly tag: number;
  readonly defaultValue: string | undefined;
  readonly jsonName: string | undefined;
  readonly options: readonly ProtoOption[];
}

export type ProtoLabel = 'optional' | 'required' | 'repeated';

export interface ProtoOneof {
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly fields: readonly ProtoField[];
  readonly groups: readonly ProtoGroup[];
}

export interface ProtoGroup {
  readonly label: ProtoLabel | undefined;
  readonly name: string;
  readonly tag: number;
  readonly fields: readonly ProtoField[];
}

export interface ProtoEnum {
  readonly kind: 'enum';
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly reserved: readonly ProtoRanges[];
  readonly constants: readonly ProtoConstant[];
}

export interface ProtoConstant {
  readonly name: string;
  readonly tag: number;
  readonly options: readonly ProtoOption[];
}

/** `reserved 1, 3 to 5, "name";` or `extensions 100 to max;` */
export interface ProtoRanges {
  readonly values: readonly (string | number | ProtoRange)[];
  readonly options: readonly ProtoOption[];
}

export interface ProtoRange {
  readonly start: number;
  /** This one is in. */
  readonly end: number;
}

/** What `max` stands for. */
export const MAX_TAG = 536_870_911;

export interface ProtoExtend {
  readonly name: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoService {
  readonly name: string;
  readonly options: readonly ProtoOption[];
  readonly rpcs: readonly ProtoRpc[];
}

export interface ProtoRpc {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly requestStreams: boolean;
  readonly responseStreams: boolean;
  readonly options: readonly ProtoOption[];
}

export interface ProtoOption {
  readonly name: string;
  /** `(name)`: an extension's. */
  readonly parenthesized: boolean;
  readonly value: OptionValue;
}

export type OptionValue =
  | { readonly kind: 'STRING' | 'NUMBER' | 'BOOLEAN' | 'ENUM'; readonly text: string }
  | { readonly kind: 'MAP'; readonly entries: ReadonlyMap<string, OptionValue> }
  | { readonly kind: 'LIST'; readonly items: readonly OptionValue[] }
  /** `(a).b = 1`: the option b of a. */
  | { readonly kind: 'OPTION'; readonly option: ProtoOption };
