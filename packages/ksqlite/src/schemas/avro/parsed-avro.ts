import type { ParsedSchema } from '../parsed-schema.ts';
import type { ResolvedReference, SchemaReference } from '../schema-registry.ts';
import { sortedReferences } from '../sorted-references.ts';
import { avroIncompatibilities } from './avro-compatibility.ts';
import { type AvroSchema, isNamed } from './avro-schema.ts';
import { normalizeAvro } from './normalize-avro.ts';
import { AvroNames, parseAvro } from './parse-avro.ts';
import { printAvro } from './print-avro.ts';

/**
 * Reads an Avro schema. Throws InvalidSchema.
 *
 * @param resolved the texts behind the references, each in front of those that name it
 * @param validatesDefaults as parseAvro
 */
export function parsedAvro(
  text: string,
  references: readonly SchemaReference[],
  resolved: readonly ResolvedReference[],
  validatesDefaults = false,
): ParsedSchema {
  const names = new AvroNames();
  const known = resolved.flatMap((reference) => {
    const schema = parseAvro(reference.schema, names);
    return isNamed(schema) ? [schema.name.full] : [];
  });
  return new ParsedAvro(parseAvro(text, names, validatesDefaults), references, known);
}

class ParsedAvro implements ParsedSchema {
  readonly type = 'AVRO';
  readonly references: readonly SchemaReference[];
  readonly text: string;
  readonly #schema: AvroSchema;
  /** full names of what the references define */
  readonly #known: readonly string[];

  constructor(schema: AvroSchema, references: readonly SchemaReference[], known: readonly string[]) {
    this.#schema = schema;
    this.references = references;
    this.#known = known;
    this.text = printAvro(schema, known);
  }

  normalized(): ParsedSchema {
    return new ParsedAvro(normalizeAvro(this.#schema), sortedReferences(this.references), this.#known);
  }

  formatted(format: string): string {
    return format.toLowerCase() === 'resolved' ? printAvro(this.#schema) : this.text;
  }

  validate(): void {
    // reading it was all
  }

  incompatibilities(previous: ParsedSchema): readonly string[] {
    if (!(previous instanceof ParsedAvro)) return ['Incompatible because of different schema type'];
    try {
      return avroIncompatibilities(this.#schema, previous.#schema);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // a reason like others: the old schema is told with it
      return [`Unexpected exception during compatibility check: ${error.message}`];
    }
  }

  isEquivalent(other: ParsedSchema): boolean {
    return other instanceof ParsedAvro && printAvro(this.#schema) === printAvro(other.#schema);
  }
}
