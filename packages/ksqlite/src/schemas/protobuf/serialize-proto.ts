/**
 * A .proto file as protobuf's own description of it (`FileDescriptorProto`): the format `serialized` of a Schema Registry, which the
 * clients in JavaScript, Python, Go and .NET ask for. As Confluent's `ProtobufSchema.toDynamicSchema`: the file is called `default`, and types
 * have the names that they have in the text.
 *
 * Of options those are there that change bytes or are ksqlDB's: others are left out.
 */
import type {
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoGroup,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRanges,
  ProtoRpc,
  ProtoService,
} from '../../formats/protobuf/proto/proto-file.ts';
import { DescriptorWriter } from './descriptor-writer.ts';
import { type ProtoTypes, scopeOf } from './proto-types.ts';

/** In base64. */
export const serializeProto = (file: ProtoFile, types: ProtoTypes): string =>
  new FileSerializer(file, types).file().toString('base64');

const SCALARS: ReadonlyMap<string, number> = new Map([
  ['double', 1],
  ['float', 2],
  ['int64', 3],
  ['uint64', 4],
  ['int32', 5],
  ['fixed64', 6],
  ['fixed32', 7],
  ['bool', 8],
  ['string', 9],
  ['bytes', 12],
  ['uint32', 13],
  ['sfixed32', 15],
  ['sfixed64', 16],
  ['sint32', 17],
  ['sint64', 18],
]);
const GROUP = 10;
const MESSAGE = 11;
const ENUM = 14;
const LABELS = { optional: 1, required: 2, repeated: 3 } as const;
const FIELD_META = 1088;
/** Options of which none is set. */
const EMPTY = Buffer.alloc(0);
const MAP = /^map<\s*(.*?)\s*,\s*(.*?)\s*>$/;

/** Where a field stands. */
interface Place {
  readonly scope: readonly string[];
  readonly oneof?: number;
  readonly extendee?: string;
  /** `optional` in proto3: the oneof that it is alone in. */
  readonly isSynthetic?: boolean;
}

class FileSerializer {
  readonly #file: ProtoFile;
  readonly #types: ProtoTypes;

  constructor(file: ProtoFile, types: ProtoTypes) {
    this.#file = file;
    this.#types = types;
  }

  file(): Buffer {
    const { packageName, imports, publicImports, types, services, extends: extended, options } = this.#file;
    const scope = scopeOf(packageName ?? '', []);
    const out = new DescriptorWriter().text(1, 'default').text(2, packageName);
    for (const name of [...imports, ...publicImports]) out.text(3, name);
    for (const type of types) if (type.kind === 'message') out.message(4, this.#message(type, scope));
    for (const type of types) if (type.kind === 'enum') out.message(5, enumOf(type));
    for (const service of services) out.message(6, serviceOf(service));
    for (const field of this.#extensions(extended, scope)) out.message(7, field);
    out.message(8, fileOptions(options));
    publicImports.forEach((_, i) => {
      out.number(10, imports.length + i);
    });
    return out.text(12, this.#file.syntax).result();
  }

  #message(message: ProtoMessage, around: readonly string[]): Buffer {
    const scope = [...around, message.name];
    const out = new DescriptorWriter().text(1, message.name);
    const { oneofs } = message;
    const isProto3 = this.#file.syntax === 'proto3';
    const synthetic = message.fields.filter(({ label }) => isProto3 && label === 'optional');
    oneofs.forEach((oneof, index) => {
      for (const field of oneof.fields) out.message(2, this.#field(field, { scope, oneof: index }));
      for (const group of oneof.groups) out.message(2, groupField(group, index));
    });
    for (const field of message.fields) {
      const at = synthetic.indexOf(field);
      const place = at < 0 ? { scope } : { scope, oneof: oneofs.length + at, isSynthetic: true };
      out.message(2, this.#field(field, place));
    }
    for (const group of message.groups) out.message(2, groupField(group));
    for (const type of message.types) if (type.kind === 'message') out.message(3, this.#message(type, scope));
    for (const field of [...message.fields, ...oneofs.flatMap(({ fields }) => fields)])
      if (MAP.test(field.type)) out.message(3, this.#mapEntry(field, scope));
    for (const group of groupsOf(message)) out.message(3, this.#group(group, scope));
    for (const type of message.types) if (type.kind === 'enum') out.message(4, enumOf(type));
    for (const [start, end] of rangesOf(message.extensions)) out.message(5, extensionRange(start, end + 1));
    for (const field of this.#extensions(message.extends, scope)) out.message(6, field);
    for (const name of [...oneofs.map((oneof) => oneof.name), ...synthetic.map((field) => `_${field.name}`)])
      out.message(8, new DescriptorWriter().text(1, name).message(2, EMPTY).result());
    for (const [start, end] of rangesOf(message.reserved)) out.message(9, rangeOf(start, end + 1));
    for (const name of namesOf(message.reserved)) out.text(10, name);
    return out.result();
  }

  #field(field: ProtoField, { scope, oneof, extendee, isSynthetic = false }: Place): Buffer {
    const isMap = MAP.test(field.type);
    const { type, typeName } = isMap
      ? { type: undefined, typeName: entryName(field.name) }
      : this.#typeOf(field.type, scope);
    const out = new DescriptorWriter()
      .text(1, field.name)
      .text(2, extendee)
      .number(3, field.tag)
      .number(4, labelOf(isMap ? 'repeated' : oneof === undefined ? field.label : 'optional'))
      .number(5, type)
      .text(6, typeName)
      .text(7, field.defaultValue)
      .message(8, fieldOptions(field.options));
    out.number(9, oneof).text(10, field.jsonName);
    return (isSynthetic ? out.number(17, 1) : out).result();
  }

  #typeOf(name: string, scope: readonly string[]): { readonly type: number; readonly typeName?: string } {
    const scalar = SCALARS.get(name);
    if (scalar !== undefined) return { type: scalar };
    const isEnum = this.#types.resolve(name, scope)?.kind === 'enum';
    return { type: isEnum ? ENUM : MESSAGE, typeName: name };
  }

  #mapEntry({ name, type }: ProtoField, scope: readonly string[]): Buffer {
    const [, key = '', value = ''] = MAP.exec(type) ?? [];
    const field = (of: string, tag: number, as: string): ProtoField => ({
      label: undefined,
      type: as,
      name: of,
      tag,
      defaultValue: undefined,
      jsonName: undefined,
      options: [],
    });
    return new DescriptorWriter()
      .text(1, entryName(name))
      .message(2, this.#field(field('key', 1, key), { scope }))
      .message(2, this.#field(field('value', 2, value), { scope }))
      .message(7, new DescriptorWriter().number(7, 1).result())
      .result();
  }

  #group({ name, fields }: ProtoGroup, around: readonly string[]): Buffer {
    const scope = [...around, name];
    const out = new DescriptorWriter().text(1, name);
    for (const field of fields) out.message(2, this.#field(field, { scope }));
    return out.result();
  }

  #extensions(extended: readonly ProtoExtend[], scope: readonly string[]): readonly Buffer[] {
    return extended.flatMap(({ name, fields }) =>
      fields.map((field) => this.#field(field, { scope, extendee: name })),
    );
  }
}

function serviceOf({ name, rpcs }: ProtoService): Buffer {
  const out = new DescriptorWriter().text(1, name);
  for (const rpc of rpcs) out.message(2, rpcOf(rpc));
  return out.result();
}

const rpcOf = ({ name, request, response, requestStreams, responseStreams }: ProtoRpc): Buffer =>
  new DescriptorWriter()
    .text(1, name)
    .text(2, request)
    .text(3, response)
    .number(5, requestStreams ? 1 : 0)
    .number(6, responseStreams ? 1 : 0)
    .result();

const groupsOf = ({ groups, oneofs }: { groups: readonly ProtoGroup[]; oneofs: readonly ProtoOneof[] }) => [
  ...groups,
  ...oneofs.flatMap((oneof) => oneof.groups),
];

const groupField = ({ name, label, tag }: ProtoGroup, oneof?: number): Buffer =>
  new DescriptorWriter()
    .text(1, name.toLowerCase())
    .number(3, tag)
    .number(4, labelOf(label))
    .number(5, GROUP)
    .text(6, name)
    .number(9, oneof)
    .result();

const labelOf = (label: ProtoField['label']): number | undefined => label && LABELS[label];

function enumOf({ name, constants, options, reserved }: ProtoEnum): Buffer {
  const out = new DescriptorWriter().text(1, name);
  for (const constant of constants)
    out.message(2, new DescriptorWriter().text(1, constant.name).number(2, constant.tag).result());
  if (isTrue(options, 'allow_alias')) out.message(3, new DescriptorWriter().number(2, 1).result());
  for (const [start, end] of rangesOf(reserved)) out.message(4, rangeOf(start, end));
  for (const of of namesOf(reserved)) out.text(5, of);
  return out.result();
}

const rangeOf = (start: number, end: number): Buffer =>
  new DescriptorWriter().number(1, start).number(2, end).result();

const extensionRange = (start: number, end: number): Buffer =>
  new DescriptorWriter().number(1, start).number(2, end).message(3, EMPTY).result();

const rangesOf = (ranges: readonly ProtoRanges[]): readonly (readonly [number, number])[] =>
  ranges.flatMap(({ values }) =>
    values.flatMap((value) =>
      typeof value === 'string'
        ? []
        : [typeof value === 'number' ? [value, value] : [value.start, value.end]],
    ),
  ) as readonly (readonly [number, number])[];

const namesOf = (ranges: readonly ProtoRanges[]): readonly string[] =>
  ranges.flatMap(({ values }) => values.filter((value) => typeof value === 'string'));

/** As protoc: `line_items` → `LineItemsEntry`. */
const entryName = (field: string): string =>
  `${field.replace(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase())}Entry`;

const isTrue = (options: readonly ProtoOption[], name: string): boolean => textOf(options, name) === 'true';

function textOf(options: readonly ProtoOption[], name: string): string | undefined {
  const value = options.find((option) => option.name === name && !option.parenthesized)?.value;
  return value !== undefined && 'text' in value ? value.text : undefined;
}

/** undefined: none that is written */
function fileOptions(options: readonly ProtoOption[]): Buffer | undefined {
  const out = new DescriptorWriter()
    .text(1, textOf(options, 'java_package'))
    .text(8, textOf(options, 'java_outer_classname'));
  if (isTrue(options, 'java_multiple_files')) out.number(10, 1);
  return out.text(11, textOf(options, 'go_package')).orNothing();
}

function fieldOptions(options: readonly ProtoOption[]): Buffer | undefined {
  const out = new DescriptorWriter();
  const packed = textOf(options, 'packed');
  if (packed !== undefined) out.number(2, packed === 'true' ? 1 : 0);
  if (isTrue(options, 'deprecated')) out.number(3, 1);
  const meta = options.find(({ name, parenthesized }) => parenthesized && name === 'confluent.field_meta');
  return out.message(FIELD_META, meta && metaOf(meta)).orNothing();
}

/** `confluent.Meta`: what ksqlDB says of a DECIMAL. */
function metaOf({ value }: ProtoOption): Buffer | undefined {
  if (value.kind !== 'MAP') return undefined;
  const out = new DescriptorWriter();
  const doc = value.entries.get('doc');
  if (doc !== undefined && 'text' in doc) out.text(1, doc.text);
  const params = value.entries.get('params');
  const entries = params?.kind === 'LIST' ? params.items : params === undefined ? [] : [params];
  for (const entry of entries) {
    if (entry.kind !== 'MAP') continue;
    const part = (name: string): string | undefined => {
      const found = entry.entries.get(name);
      return found !== undefined && 'text' in found ? found.text : undefined;
    };
    out.message(2, new DescriptorWriter().text(1, part('key')).text(2, part('value')).result());
  }
  return out.result();
}
