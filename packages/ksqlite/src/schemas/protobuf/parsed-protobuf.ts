import { parseProto } from '../../formats/protobuf/proto/parse-proto.ts';
import { printProto } from '../../formats/protobuf/proto/print-proto.ts';
import type { ProtoFile } from '../../formats/protobuf/proto/proto-file.ts';
import { SchemaError } from '../../formats/schema-format.ts';
import { InvalidSchema, type ParsedSchema } from '../parsed-schema.ts';
import type { ResolvedReference, SchemaReference } from '../schema-registry.ts';
import { sortedReferences } from '../sorted-references.ts';
import { deserializeProto } from './deserialize-proto.ts';
import { normalizeProto } from './normalize-proto.ts';
import { protoDifferences } from './proto-diff.ts';
import { describe, isCompatible } from './proto-difference.ts';
import { type ImportedFile, ProtoTypes } from './proto-types.ts';
import { serializeProto } from './serialize-proto.ts';

/**
 * Reads a .proto text. Throws InvalidSchema.
 *
 * @param resolved the texts behind the references: the files that it imports
 */
export function parsedProtobuf(
  text: string,
  references: readonly SchemaReference[],
  resolved: readonly ResolvedReference[],
): ParsedSchema {
  const imports = resolved.map(({ name, schema }) => ({
    file: fileOf(schema),
    reference: references.find((reference) => reference.name === name),
  }));
  return new ParsedProtobuf(fileOf(text), references, imports);
}

function fileOf(text: string): ProtoFile {
  try {
    return parseProto(text);
  } catch (error) {
    const described = error instanceof SchemaError ? deserializeProto(text) : undefined;
    if (described !== undefined) return described;
    if (error instanceof SchemaError) throw new InvalidSchema(`Could not parse Protobuf - ${error.message}`);
    throw error;
  }
}

class ParsedProtobuf implements ParsedSchema {
  readonly type = 'PROTOBUF';
  readonly references: readonly SchemaReference[];
  readonly text: string;
  readonly #file: ProtoFile;
  readonly #imports: readonly ImportedFile[];
  readonly #types: ProtoTypes;

  constructor(file: ProtoFile, references: readonly SchemaReference[], imports: readonly ImportedFile[]) {
    this.references = references;
    this.text = printProto(file);
    this.#file = file;
    this.#imports = imports;
    this.#types = new ProtoTypes(file, imports);
  }

  normalized(): ParsedSchema {
    const file = normalizeProto(this.#file, this.#types);
    return new ParsedProtobuf(file, sortedReferences(this.references), this.#imports);
  }

  formatted(format: string): string {
    return format.toLowerCase() === 'serialized' ? serializeProto(this.#file, this.#types) : this.text;
  }

  validate(): void {
    normalizeProto(this.#file, this.#types);
  }

  incompatibilities(previous: ParsedSchema): readonly string[] {
    if (!(previous instanceof ParsedProtobuf)) return ['Incompatible because of different schema type'];
    return protoDifferences(
      { file: previous.#file, types: previous.#types },
      { file: this.#file, types: this.#types },
    )
      .filter((difference) => !isCompatible(difference))
      .map(describe);
  }

  isEquivalent(other: ParsedSchema): boolean {
    return other.type === 'PROTOBUF' && other.text === this.text;
  }
}
