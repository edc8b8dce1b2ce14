import type { AvroEnum, AvroField, AvroNamed, AvroRecord, AvroSchema } from './avro-schema.ts';
import { told } from './parse-avro.ts';
import { printAvro } from './print-avro.ts';

/**
 * Whether a reader's schema can read what a writer's schema wrote: Avro 1.11's SchemaCompatibility, told in the words of
 * Confluent's `avro.Difference`.
 *
 * Pairs are remembered by identity; a pair that is met again while it is looked at counts as compatible, so recursive types
 * end. What is remembered keeps the place where it was first found, as in Avro.
 *
 * @throws RangeError where Avro throws, and where the schemas are too large
 */
export function avroIncompatibilities(reader: AvroSchema, writer: AvroSchema): readonly string[] {
  return new Checker().pair('', reader, writer, []).map(describe);
}

type IncompatibilityType =
  | 'FIXED_SIZE_MISMATCH'
  | 'TYPE_MISMATCH'
  | 'NAME_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'MISSING_UNION_BRANCH'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE';

interface Incompatibility {
  readonly type: IncompatibilityType;
  readonly message: string;
  readonly path: string;
}

/** Pairs of one comparison: more are refused, so that a text made for it can't stop the process. */
const MAX_PAIRS = 300_000;

class Checker {
  readonly #known = new Map<AvroSchema, Map<AvroSchema, readonly Incompatibility[]>>();
  #pairs = 0;

  pair(
    token: string,
    reader: AvroSchema,
    writer: AvroSchema,
    at: readonly string[],
  ): readonly Incompatibility[] {
    const ofReader = this.#known.get(reader) ?? new Map<AvroSchema, readonly Incompatibility[]>();
    this.#known.set(reader, ofReader);
    const known = ofReader.get(writer);
    if (known !== undefined) return known;
    if (++this.#pairs > MAX_PAIRS) throw new RangeError('the schemas are too large to be compared');
    ofReader.set(writer, []);
    const found = this.#compare(reader, writer, [...at, token]);
    ofReader.set(writer, found);
    return found;
  }

  #compare(reader: AvroSchema, writer: AvroSchema, at: readonly string[]): readonly Incompatibility[] {
    if (reader.type === 'union' && writer.type === 'union')
      return writer.types.flatMap((branch, i) =>
        this.pair('', reader, branch, []).length === 0 ? [] : [lacking(branch, [...at, `${i}`])],
      );
    if (writer.type === 'union') return writer.types.flatMap((branch) => this.pair('', reader, branch, []));
    if (reader.type === 'union')
      return reader.types.some((branch) => this.pair('', branch, writer, []).length === 0)
        ? []
        : [lacking(writer, at)];
    if (reader.type === 'array' && writer.type === 'array')
      return this.pair('items', reader.items, writer.items, at);
    if (reader.type === 'map' && writer.type === 'map')
      return this.pair('values', reader.values, writer.values, at);
    if (reader.type === 'fixed' && writer.type === 'fixed')
      return [...names(reader, writer, at), ...sizes(reader.size, writer.size, at)];
    if (reader.type === 'enum' && writer.type === 'enum')
      return [...names(reader, writer, at), ...symbols(reader, writer, at)];
    if (reader.type === 'record' && writer.type === 'record')
      return [...names(reader, writer, at), ...this.#fields(reader, writer, at)];
    if (reader.type === writer.type || READABLE[reader.type]?.includes(writer.type) === true) return [];
    const message = `reader type: ${upper(reader)} not compatible with writer type: ${upper(writer)}`;
    return [{ type: 'TYPE_MISMATCH', message, path: pathOf(at) }];
  }

  #fields(reader: AvroRecord, writer: AvroRecord, at: readonly string[]): readonly Incompatibility[] {
    const byName = new Map(writer.fields.map((field) => [field.name, field]));
    return reader.fields.flatMap((field, i) => {
      const place = [...at, 'fields', `${i}`];
      const written = writtenField(field, i, writer, byName);
      if (written !== undefined) return this.pair('type', field.schema, written.schema, place);
      if (field.default !== undefined) return [];
      if (field.schema.type === 'enum' && field.schema.default !== undefined)
        return this.pair('type', field.schema, writer, place);
      return [
        { type: 'READER_FIELD_MISSING_DEFAULT_VALUE' as const, message: field.name, path: pathOf(place) },
      ];
    });
  }
}

/** What is promoted when it is read. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

function writtenField(
  field: AvroField,
  position: number,
  writer: AvroRecord,
  byName: ReadonlyMap<string, AvroField>,
): AvroField | undefined {
  const found = [field.name, ...field.aliases].flatMap((name) => byName.get(name) ?? []);
  if (found.length > 1)
    throw new RangeError(
      `Reader record field ${told(field, position)} matches multiple fields in writer record schema ${printAvro(writer)}`,
    );
  return found[0];
}

function names(reader: AvroNamed, writer: AvroNamed, at: readonly string[]): readonly Incompatibility[] {
  if (reader.name.name === writer.name.name) return [];
  if (reader.aliases.some(({ full }) => full === writer.name.full)) return [];
  return [{ type: 'NAME_MISMATCH', message: `expected: ${writer.name.full}`, path: pathOf([...at, 'name']) }];
}

const sizes = (reader: number, writer: number, at: readonly string[]): readonly Incompatibility[] =>
  reader === writer
    ? []
    : [
        {
          type: 'FIXED_SIZE_MISMATCH',
          message: `expected: ${writer}, found: ${reader}`,
          path: pathOf([...at, 'size']),
        },
      ];

function symbols(reader: AvroEnum, writer: AvroEnum, at: readonly string[]): readonly Incompatibility[] {
  const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol)).sort();
  if (missing.length === 0 || reader.default !== undefined) return [];
  return [
    { type: 'MISSING_ENUM_SYMBOLS', message: `[${missing.join(', ')}]`, path: pathOf([...at, 'symbols']) },
  ];
}

const lacking = (writer: AvroSchema, at: readonly string[]): Incompatibility => ({
  type: 'MISSING_UNION_BRANCH',
  message: `reader union lacking writer type: ${upper(writer)}`,
  path: pathOf(at),
});

const upper = (schema: AvroSchema): string => schema.type.toUpperCase();

/** The first of a place's steps is the root. */
const pathOf = (at: readonly string[]): string =>
  `/${at
    .slice(1)
    .map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`;

function describe({ type, message, path }: Incompatibility): string {
  return `{errorType:'${type}', description:'${descriptionOf(type, message, path)}', additionalInfo:'${message}'}`;
}

function descriptionOf(type: IncompatibilityType, message: string, path: string): string {
  switch (type) {
    case 'FIXED_SIZE_MISMATCH':
      return `The size of FIXED type field at path '${path}' in the %s schema does not match with the %s schema`;
    case 'TYPE_MISMATCH':
      return `The type (path '${path}') of a field in the %s schema does not match with the %s schema`;
    case 'NAME_MISMATCH':
      return `The name of the schema has changed (path '${path}')`;
    case 'MISSING_ENUM_SYMBOLS':
      return `The %s schema is missing enum symbols '${message}' at path '${path}' in the %s schema`;
    case 'MISSING_UNION_BRANCH':
      return `The %s schema is missing a type inside a union field at path '${path}' in the %s schema`;
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `The field '${message}' at path '${path}' in the %s schema has no default value and is missing in the %s schema`;
  }
}
