/**
 * An Avro schema's text as types that say how Kafka Connect takes them. The text is read by the registry's parser
 * (`schemas/avro`, as Avro 1.11's `Schema.Parser`), whose words for what is wrong these errors have.
 *
 * Schemas come from outside. What must stay true: whatever the text, either a type comes out or a SchemaError; no code is made of it
 * (avsc, the usual library, compiles names from a schema into functions); depth and number of types are limited, through names, too.
 */
import {
  type AvroNamed,
  type AvroSchema,
  isNamed,
  type AvroName as ParsedName,
  type Props,
} from '../../../schemas/avro/avro-schema.ts';
import { AvroNames, parseAvro as readSchema } from '../../../schemas/avro/parse-avro.ts';
import { isArray, isObject, type JsonNode, JsonNumber, textOf } from '../../../schemas/json/json-node.ts';
import { InvalidSchema } from '../../../schemas/parsed-schema.ts';
import type { ResolvedReference } from '../../../schemas/schema-registry.ts';
import { SchemaError } from '../../schema-format.ts';
import { short } from './avro-name.ts';
import type { Annotations, AvroField, AvroName, AvroType } from './avro-type.ts';

/** Types within types. */
const DEEPEST = 200;
const MOST_TYPES = 20_000;

/**
 * @param references what the text may name, each in front of those that refer to it
 * @throws SchemaError
 */
export function parseAvro(text: string, references: readonly ResolvedReference[] = []): AvroType {
  return new TypeMaker().type(schemaOf(text, references));
}

function schemaOf(text: string, references: readonly ResolvedReference[]): AvroSchema {
  const names = new AvroNames();
  try {
    for (const { schema } of references) readSchema(schema, names);
    return readSchema(text, names);
  } catch (error) {
    if (error instanceof InvalidSchema) throw new SchemaError(short(error.message), { cause: error });
    throw error;
  }
}

/** Makes one type of a named schema, wherever its name stands. */
class TypeMaker {
  readonly #made = new Map<AvroNamed, AvroType>();
  #types = 0;
  #depth = 0;

  type(schema: AvroSchema): AvroType {
    const known = isNamed(schema) ? this.#made.get(schema) : undefined;
    if (known !== undefined) return known;
    if (++this.#types > MOST_TYPES)
      throw new SchemaError(`The Avro schema has more than ${MOST_TYPES} types`);
    if (++this.#depth > DEEPEST) throw new SchemaError(`The Avro schema is nested more than ${DEEPEST} deep`);
    const type = this.#make(schema);
    this.#depth--;
    return type;
  }

  #make(schema: AvroSchema): AvroType {
    if (schema.type === 'union')
      return { kind: 'union', branches: schema.types.map((branch) => this.type(branch)) };
    const annotations = annotationsOf(schema.props);
    switch (schema.type) {
      case 'array':
        return { kind: 'array', items: this.type(schema.items), annotations };
      case 'map':
        return { kind: 'map', values: this.type(schema.values), annotations };
      case 'enum': {
        const { symbols } = schema;
        return this.#keep(schema, { kind: 'enum', name: nameOf(schema.name), symbols, annotations });
      }
      case 'fixed':
        return this.#keep(schema, {
          kind: 'fixed',
          name: nameOf(schema.name),
          size: schema.size,
          annotations,
        });
      case 'record': {
        const fields: AvroField[] = [];
        const record = { kind: 'record', name: nameOf(schema.name), fields, annotations } as const;
        // before its fields: they may be of its own type
        this.#keep(schema, record);
        for (const field of schema.fields)
          fields.push({
            name: field.name,
            type: this.type(field.schema),
            default: field.default === undefined ? undefined : plain(field.default),
          });
        return record;
      }
      default:
        return { kind: schema.type, annotations };
    }
  }

  #keep(schema: AvroNamed, type: AvroType): AvroType {
    this.#made.set(schema, type);
    return type;
  }
}

const nameOf = ({ name, full }: ParsedName): AvroName => ({ simple: name, full });

function annotationsOf(props: Props): Annotations {
  const precision = props.get('precision');
  const scale = props.get('scale');
  const connectName = props.get('connect.name');
  const connectDefault = props.get('connect.default');
  if (connectName !== undefined && typeof connectName !== 'string')
    throw new SchemaError(`Invalid schema name: ${short(JSON.stringify(plain(connectName)))}`);
  return {
    logicalType: textOf(props.get('logicalType')),
    precision: precision === undefined ? undefined : plain(precision),
    scale: scale instanceof JsonNumber ? Math.trunc(scale.value) : undefined,
    connectType: textOf(props.get('connect.type')),
    connectName,
    internalType: textOf(props.get('connect.internal.type')),
    connectDefault: connectDefault === undefined ? undefined : plain(connectDefault),
  };
}

/** As JSON.parse would have made it. */
function plain(node: JsonNode): unknown {
  if (node instanceof JsonNumber) return node.value;
  if (isArray(node)) return node.map(plain);
  if (isObject(node)) return Object.fromEntries([...node].map(([name, value]) => [name, plain(value)]));
  return node;
}
