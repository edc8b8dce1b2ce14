/**
 * A .proto file of protobuf's own description (`FileDescriptorProto`, in base64), which the clients in JavaScript, Python, Go and .NET
 * register. As Confluent's `ProtobufSchema.toProtoFile`: types have their full names, and a map is the message of its entries.
 *
 * Of options those are kept that change bytes or names, and Confluent's own of fields. Groups are left out, as there.
 */
import type {
  OptionValue,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOption,
  ProtoRanges,
  ProtoService,
} from '../../formats/protobuf/proto/proto-file.ts';
import { DescriptorReader } from './descriptor-reader.ts';

/** As Java's decoder takes it: what fills it up to four characters may be left out. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
/** Most that messages stand in each other: protobuf's `recursionLimit`. */
const MOST_DEPTH = 100;

/** undefined: the text is not that. */
export function deserializeProto(text: string): ProtoFile | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    return fileOf(new DescriptorReader(Buffer.from(text, 'base64')));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function fileOf(file: DescriptorReader): ProtoFile {
  const named = file.text(12);
  const syntax = named === 'proto2' || named === 'proto3' ? named : undefined;
  const isPublic = new Set(file.numbers(10));
  const imports = file.texts(3);
  return {
    syntax,
    packageName: file.text(2) || undefined,
    imports: imports.filter((_, i) => !isPublic.has(i)),
    publicImports: imports.filter((_, i) => isPublic.has(i)),
    options: fileOptions(file.message(8)),
    types: [
      ...file.messages(4).map((message) => messageOf(message, syntax === 'proto3', 1)),
      ...file.messages(5).map(enumOf),
    ],
    services: file.messages(6).map(serviceOf),
    extends: extendsOf(file.messages(7), syntax === 'proto3'),
  };
}

function messageOf(message: DescriptorReader, isProto3: boolean, depth: number): ProtoMessage {
  if (depth > MOST_DEPTH) throw new RangeError('too many levels of nesting');
  const fields = message.messages(2);
  const options = message.message(7);
  const isOptional = (field: DescriptorReader): boolean => field.number(17) === 1;
  const inOneof = (field: DescriptorReader): boolean => field.number(9) !== undefined && !isOptional(field);
  const byOneof = grouped(fields.filter(inOneof), (field) => field.number(9));
  return {
    kind: 'message',
    name: message.text(1) ?? '',
    options: [
      ...flags(options, [
        [2, 'no_standard_descriptor_accessor'],
        [3, 'deprecated'],
        [7, 'map_entry'],
      ]),
    ],
    reserved: [
      ...message.messages(9).map((range) => ranges(range, 1)),
      ...message.texts(10).map((name) => ({ values: [name], options: [] })),
    ],
    fields: fields.filter((field) => !inOneof(field)).map((field) => fieldOf(field, isProto3)),
    oneofs: message
      .messages(8)
      .map((oneof, index) => ({
        name: oneof.text(1) ?? '',
        options: [],
        fields: (byOneof.get(index) ?? []).map((field) => ({
          ...fieldOf(field, isProto3),
          label: undefined,
        })),
        groups: [],
      }))
      .filter((oneof) => oneof.fields.length > 0),
    groups: [],
    extensions: message.messages(5).map((range) => ranges(range, 1)),
    extends: extendsOf(message.messages(6), isProto3),
    types: [
      ...message.messages(3).map((nested) => messageOf(nested, isProto3, depth + 1)),
      ...message.messages(4).map(enumOf),
    ],
  };
}

/** By their numbers, as `FieldDescriptorProto.Type` has them. */
const TYPES = [
  '',
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'group',
  'message',
  'bytes',
  'uint32',
  'enum',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
];

function fieldOf(field: DescriptorReader, isProto3: boolean): ProtoField {
  const options = field.message(8);
  return {
    label: labelOf(field, isProto3),
    type: field.text(6) ?? TYPES[field.number(5) ?? 1] ?? '',
    name: field.text(1) ?? '',
    tag: field.number(3) ?? 0,
    defaultValue: isProto3 ? undefined : field.text(7),
    jsonName: field.text(10),
    options: [
      ...flags(options, [
        [2, 'packed'],
        [3, 'deprecated'],
      ]),
      ...metaOf(options.messages(1088).at(-1)),
    ],
  };
}

function labelOf(field: DescriptorReader, isProto3: boolean): ProtoField['label'] {
  if (field.number(17) === 1) return 'optional';
  const label = field.number(4) ?? 1;
  if (label === 3) return 'repeated';
  if (isProto3) return undefined;
  return label === 2 ? 'required' : 'optional';
}

const enumOf = (of: DescriptorReader): ProtoEnum => ({
  kind: 'enum',
  name: of.text(1) ?? '',
  options: flags(of.message(3), [
    [2, 'allow_alias'],
    [3, 'deprecated'],
  ]),
  reserved: [
    ...of.messages(4).map((range) => ranges(range, 0)),
    ...of.texts(5).map((name) => ({ values: [name], options: [] })),
  ],
  constants: of.messages(2).map((constant) => ({
    name: constant.text(1) ?? '',
    tag: constant.number(2) ?? 0,
    options: flags(constant.message(3), [[1, 'deprecated']]),
  })),
});

const serviceOf = (service: DescriptorReader): ProtoService => ({
  name: service.text(1) ?? '',
  options: [],
  rpcs: service.messages(2).map((rpc) => ({
    name: rpc.text(1) ?? '',
    request: rpc.text(2) ?? '',
    response: rpc.text(3) ?? '',
    requestStreams: rpc.number(5) === 1,
    responseStreams: rpc.number(6) === 1,
    options: [],
  })),
});

function extendsOf(fields: readonly DescriptorReader[], isProto3: boolean): readonly ProtoExtend[] {
  const byName = grouped(fields, (field) => field.text(2) ?? '');
  return [...byName].map(([name, own]) => ({ name, fields: own.map((field) => fieldOf(field, isProto3)) }));
}

function grouped<Key>(
  fields: readonly DescriptorReader[],
  keyOf: (field: DescriptorReader) => Key,
): ReadonlyMap<Key, readonly DescriptorReader[]> {
  const groups = new Map<Key, DescriptorReader[]>();
  for (const field of fields) {
    const key = keyOf(field);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [field]);
    else group.push(field);
  }
  return groups;
}

/** @param beyond how far behind the last the end is */
function ranges(range: DescriptorReader, beyond: 0 | 1): ProtoRanges {
  const start = range.number(1) ?? 0;
  const end = (range.number(2) ?? 0) - beyond;
  return { values: [start === end ? start : { start, end }], options: [] };
}

const FILE_TEXTS = [
  [11, 'go_package'],
  [36, 'objc_class_prefix'],
  [37, 'csharp_namespace'],
  [39, 'swift_prefix'],
  [40, 'php_class_prefix'],
  [41, 'php_namespace'],
  [44, 'php_metadata_namespace'],
  [45, 'ruby_package'],
] as const;

const fileOptions = (options: DescriptorReader): readonly ProtoOption[] => [
  ...texts(options, [
    [1, 'java_package'],
    [8, 'java_outer_classname'],
  ]),
  ...flags(options, [[10, 'java_multiple_files']]),
  ...texts(options, FILE_TEXTS),
];

type Named = readonly (readonly [field: number, name: string])[];

const option = (name: string, kind: 'STRING' | 'BOOLEAN', text: string): ProtoOption => ({
  name,
  parenthesized: false,
  value: { kind, text },
});

const texts = (options: DescriptorReader, named: Named): readonly ProtoOption[] =>
  named.flatMap(([field, name]) => {
    const text = options.text(field);
    return text === undefined ? [] : [option(name, 'STRING', text)];
  });

const flags = (options: DescriptorReader, named: Named): readonly ProtoOption[] =>
  named.flatMap(([field, name]) => {
    const value = options.number(field);
    return value === undefined ? [] : [option(name, 'BOOLEAN', value === 0 ? 'false' : 'true')];
  });

/** `confluent.Meta` of a field. */
function metaOf(meta: DescriptorReader | undefined): readonly ProtoOption[] {
  const entries = new Map<string, OptionValue>();
  const doc = meta?.text(1);
  if (doc) entries.set('doc', { kind: 'STRING', text: doc });
  const params = meta?.messages(2) ?? [];
  if (params.length > 0) entries.set('params', { kind: 'LIST', items: params.map(paramOf) });
  const tags = meta?.texts(3) ?? [];
  if (tags.length > 0)
    entries.set('tags', { kind: 'LIST', items: tags.map((text) => ({ kind: 'STRING', text })) });
  if (entries.size === 0) return [];
  return [{ name: 'confluent.field_meta', parenthesized: true, value: { kind: 'MAP', entries } }];
}

function paramOf(param: DescriptorReader): OptionValue {
  const key = param.text(1) ?? '';
  const pair: [string, OptionValue][] = [
    ['key', { kind: 'STRING', text: key }],
    ['value', { kind: 'STRING', text: param.text(2) ?? '' }],
  ];
  // "for backward compatibility": Confluent's words
  if (key === 'precision' || key === 'scale') pair.reverse();
  return { kind: 'MAP', entries: new Map(pair) };
}
