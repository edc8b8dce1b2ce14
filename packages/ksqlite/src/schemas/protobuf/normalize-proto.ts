import type {
  OptionValue,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRange,
  ProtoRanges,
  ProtoService,
  ProtoType,
} from '../../formats/protobuf/proto/proto-file.ts';
import { InvalidSchema } from '../parsed-schema.ts';
import { type ProtoTypes, scopeOf } from './proto-types.ts';
import { isMap, isScalar, mapTypes } from './type-kind.ts';

/**
 * A file with its fields by tag, its options by name and its types by their full names (ProtobufSchemaUtils with `normalize`). The
 * order of messages stays: records name them by it.
 *
 * @throws InvalidSchema for a type that is not there
 */
export const normalizeProto = (file: ProtoFile, types: ProtoTypes): ProtoFile =>
  new Normalizer(types).file(file);

class Normalizer {
  readonly #types: ProtoTypes;
  #names: readonly string[] = [];

  constructor(types: ProtoTypes) {
    this.#types = types;
  }

  file(file: ProtoFile): ProtoFile {
    return {
      ...file,
      syntax: file.syntax === 'proto3' ? 'proto3' : undefined,
      imports: [...new Set(file.imports)].sort(),
      publicImports: [...new Set(file.publicImports)].sort(),
      options: options(file.options),
      types: file.types.map((type) => this.#type(type)),
      extends: this.#extends(file.extends),
      services: file.services.map((service) => this.#service(service)),
    };
  }

  #type(type: ProtoType): ProtoType {
    const around = this.#names;
    this.#names = [...around, type.name];
    const made = type.kind === 'enum' ? enumOf(type) : this.#message(type);
    this.#names = around;
    return made;
  }

  #message(message: ProtoMessage): ProtoMessage {
    return {
      ...message,
      reserved: ranges(message.reserved, true),
      options: options(message.options),
      fields: this.#fields(message.fields),
      oneofs: message.oneofs
        .filter(({ fields }) => fields.length > 0)
        .map((oneof) => this.#oneof(oneof))
        .sort((a, b) => (a.fields[0]?.tag ?? 0) - (b.fields[0]?.tag ?? 0)),
      groups: [...message.groups].sort((a, b) => a.tag - b.tag),
      extensions: ranges(message.extensions, false),
      extends: this.#extends(message.extends),
      types: message.types.map((type) => this.#type(type)),
    };
  }

  #oneof(oneof: ProtoOneof): ProtoOneof {
    const groups = [...oneof.groups].sort((a, b) => a.tag - b.tag);
    return { ...oneof, options: options(oneof.options), fields: this.#fields(oneof.fields), groups };
  }

  #fields(fields: readonly ProtoField[]): readonly ProtoField[] {
    return [...fields].sort((a, b) => a.tag - b.tag).map((field) => this.#field(field));
  }

  #field(field: ProtoField): ProtoField {
    const given = options(field.options);
    if (!isMap(field.type))
      return {
        ...field,
        type: isScalar(field.type) ? field.type : this.#resolve(field.type),
        options: given,
      };
    const { key, value } = mapTypes(field.type);
    const known = isScalar(value) ? undefined : this.#find(value);
    const type = `map<${key}, ${known === undefined ? value : `.${known.fullName}`}>`;
    return { ...field, type, label: undefined, options: given };
  }

  /** One for each message that is extended. */
  #extends(extended: readonly ProtoExtend[]): readonly ProtoExtend[] {
    const byName = new Map<string, ProtoField[]>();
    for (const { name, fields } of extended) {
      const full = this.#resolve(name);
      byName.set(full, [...(byName.get(full) ?? []), ...fields]);
    }
    return [...byName].map(([name, fields]) => ({ name, fields: this.#fields(fields) }));
  }

  #service(service: ProtoService): ProtoService {
    const rpcs = service.rpcs.map((rpc) => ({
      ...rpc,
      request: this.#resolve(rpc.request),
      response: this.#resolve(rpc.response),
      options: options(rpc.options),
    }));
    return { ...service, options: options(service.options), rpcs };
  }

  #resolve(name: string): string {
    const found = this.#find(name);
    if (found === undefined) throw new InvalidSchema(`Could not resolve type: ${name}`);
    return `.${found.fullName}`;
  }

  #find(name: string) {
    return this.#types.resolve(name, scopeOf(this.#types.packageName, this.#names));
  }
}

const enumOf = (type: ProtoEnum): ProtoEnum => ({
  ...type,
  reserved: ranges(type.reserved, true),
  options: options(type.options),
  constants: [...type.constants]
    .sort((a, b) => a.tag - b.tag || (a.name < b.name ? -1 : 1))
    .map((constant) => ({ ...constant, options: options(constant.options) })),
});

/** Each range and name alone, by its start; names last. */
function ranges(given: readonly ProtoRanges[], byText: boolean): readonly ProtoRanges[] {
  const startOf = (value: string | number | ProtoRange | undefined): number =>
    typeof value === 'number' ? value : typeof value === 'object' ? value.start : 2 ** 31 - 1;
  const textOf = (value: string | number | ProtoRange | undefined): string =>
    typeof value === 'object' ? `${value.start}..${value.end}` : `${value}`;
  return given
    .flatMap(({ values, options: own }) =>
      values.map((value) => ({ values: [single(value)], options: options(own) })),
    )
    .sort((a, b) => {
      const [first, second] = [a.values[0], b.values[0]];
      const byStart = startOf(first) - startOf(second);
      return byStart !== 0 || !byText ? byStart : textOf(first) < textOf(second) ? -1 : 1;
    });
}

/** A range of one number is the number. */
const single = (value: string | number | ProtoRange): string | number | ProtoRange =>
  typeof value === 'object' && value.start === value.end ? value.start : value;

const options = (given: readonly ProtoOption[]): readonly ProtoOption[] =>
  given
    .map((option) => ({ ...option, value: optionValue(option.value) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

function optionValue(value: OptionValue): OptionValue {
  switch (value.kind) {
    case 'NUMBER':
      return { kind: 'NUMBER', text: numberText(value.text) };
    case 'MAP':
      return {
        kind: 'MAP',
        entries: new Map(
          [...value.entries]
            .filter(([, entry]) => entry.kind !== 'LIST' || entry.items.length > 0)
            .map(([name, entry]) => [name, onlyOf(optionValue(entry))] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      };
    case 'LIST':
      return { kind: 'LIST', items: value.items.map(optionValue) };
    case 'OPTION':
      return { kind: 'OPTION', option: { ...value.option, value: optionValue(value.option.value) } };
    default:
      return value;
  }
}

/** A list of one in a map is that one. */
function onlyOf(value: OptionValue): OptionValue {
  const [only] = value.kind === 'LIST' ? value.items : [];
  return value.kind === 'LIST' && value.items.length === 1 && only !== undefined ? only : value;
}

/** As Java's DecimalFormat: three digits behind the point, at most. */
function numberText(text: string): string {
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text) || !Number.isFinite(value)) return text.replace(/^\+/, '');
  return `${Number(value.toFixed(3))}`;
}
