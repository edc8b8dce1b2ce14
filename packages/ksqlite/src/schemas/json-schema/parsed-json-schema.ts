import { javaDecimal } from '../json/java-decimal.ts';
import type { JsonNode } from '../json/json-node.ts';
import { JsonError, readJson } from '../json/read-json.ts';
import { sorted, writeJson } from '../json/write-json.ts';
import { InvalidSchema, type ParsedSchema } from '../parsed-schema.ts';
import type { ResolvedReference, SchemaReference } from '../schema-registry.ts';
import { sortedReferences } from '../sorted-references.ts';
import { describe, isCompatible } from './difference.ts';
import { jsonSchemaDifferences } from './json-schema-diff.ts';
import type { JsonSchemaNode } from './json-schema-node.ts';
import { readJsonSchema } from './read-json-schema.ts';

/**
 * Reads the text of a JSON Schema; what it says is read when it is asked for. Throws InvalidSchema.
 *
 * @param resolved the texts behind the references
 */
export function parsedJsonSchema(
  text: string,
  references: readonly SchemaReference[],
  resolved: readonly ResolvedReference[],
): ParsedSchema {
  const documents = new Map(resolved.map(({ name, schema }) => [name, jsonOf(schema)]));
  return new ParsedJsonSchema(jsonOf(text), references, documents);
}

function jsonOf(text: string): JsonNode {
  try {
    return readJson(text, { trailing: true });
  } catch (error) {
    if (error instanceof JsonError) throw new InvalidSchema(`Invalid JSON ${text}`);
    throw error;
  }
}

class ParsedJsonSchema implements ParsedSchema {
  readonly type = 'JSON';
  readonly references: readonly SchemaReference[];
  readonly text: string;
  readonly #node: JsonNode;
  readonly #documents: ReadonlyMap<string, JsonNode>;
  #schema: JsonSchemaNode | undefined;

  constructor(
    node: JsonNode,
    references: readonly SchemaReference[],
    documents: ReadonlyMap<string, JsonNode>,
  ) {
    this.references = references;
    this.text = writeJson(node, javaDecimal);
    this.#node = node;
    this.#documents = documents;
  }

  normalized(): ParsedSchema {
    return new ParsedJsonSchema(sorted(this.#node), sortedReferences(this.references), this.#documents);
  }

  formatted(): string {
    return this.text;
  }

  validate(): void {
    this.#read();
  }

  incompatibilities(previous: ParsedSchema): readonly string[] {
    if (!(previous instanceof ParsedJsonSchema)) return ['Incompatible because of different schema type'];
    return jsonSchemaDifferences(previous.#read(), this.#read())
      .filter((difference) => !isCompatible(difference))
      .map(describe);
  }

  isEquivalent(other: ParsedSchema): boolean {
    return other.type === 'JSON' && other.text === this.text;
  }

  #read(): JsonSchemaNode {
    this.#schema ??= readJsonSchema(this.#node, this.#documents);
    return this.#schema;
  }
}
