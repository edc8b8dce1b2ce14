/**
 * A JSON Schema as the library everit-json-schema has it, on which Confluent's comparison is built: one kind for each class there.
 * Immutable but for the target of a reference, which is set when it is read.
 */
export type JsonSchemaNode =
  | StringNode
  | NumberNode
  | ObjectNode
  | ArrayNode
  | EnumNode
  | ConstNode
  | CombinedNode
  | NotNode
  | ReferenceNode
  | PlainNode;

interface Common {
  /** What compares equal: JSON texts; undefined: not there. */
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly default: string | undefined;
}

export interface StringNode extends Common {
  readonly kind: 'string';
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
}
export interface NumberNode extends Common {
  readonly kind: 'number';
  readonly isInteger: boolean;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly exclusiveMinimum: number | undefined;
  readonly exclusiveMaximum: number | undefined;
  readonly multipleOf: number | undefined;
}
export interface ObjectNode extends Common {
  readonly kind: 'object';
  readonly properties: ReadonlyMap<string, JsonSchemaNode>;
  readonly required: ReadonlySet<string>;
  readonly permitsAdditional: boolean;
  readonly additional: JsonSchemaNode | undefined;
  readonly patterns: ReadonlyMap<string, JsonSchemaNode>;
  readonly propertyDependencies: ReadonlyMap<string, ReadonlySet<string>>;
  readonly schemaDependencies: ReadonlyMap<string, JsonSchemaNode>;
  readonly minProperties: number | undefined;
  readonly maxProperties: number | undefined;
}
export interface ArrayNode extends Common {
  readonly kind: 'array';
  /** of all items; undefined: there is none */
  readonly all: JsonSchemaNode | undefined;
  /** of each item; undefined: there are none */
  readonly items: readonly JsonSchemaNode[];
  readonly permitsAdditional: boolean;
  readonly additional: JsonSchemaNode | undefined;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly isUnique: boolean;
}
export interface EnumNode extends Common {
  readonly kind: 'enum';
  /** JSON texts */
  readonly values: ReadonlySet<string>;
}
export interface ConstNode extends Common {
  readonly kind: 'const';
  /** a JSON text */
  readonly value: string;
}
export interface CombinedNode extends Common {
  readonly kind: 'combined';
  readonly criterion: 'allOf' | 'anyOf' | 'oneOf';
  readonly schemas: readonly JsonSchemaNode[];
}
export interface NotNode extends Common {
  readonly kind: 'not';
  readonly schema: JsonSchemaNode;
}
export interface ReferenceNode extends Common {
  readonly kind: 'reference';
  /** What it refers to. Known once the whole text is read. */
  readonly target: () => JsonSchemaNode;
}
export interface PlainNode extends Common {
  /** empty: `{}`; conditional: if, then, else, which nobody compares */
  readonly kind: 'boolean' | 'null' | 'empty' | 'true' | 'false' | 'conditional';
}

export const NOTHING: Common = {
  id: undefined,
  title: undefined,
  description: undefined,
  default: undefined,
};
