/**
 * A .proto file as text, in the form that the Schema Registry keeps and answers with (`ProtobufSchema.canonicalString`, of
 * `ProtobufSchemaUtils.toString`): comments are gone, messages stand in front of enums, two blanks a level. Byte for byte: clients and
 * registries compare the texts.
 */
import { inBrackets, inlineOption, optionStatements } from './print-options.ts';
import {
  MAX_TAG,
  type OptionValue,
  type ProtoEnum,
  type ProtoExtend,
  type ProtoField,
  type ProtoFile,
  type ProtoGroup,
  type ProtoMessage,
  type ProtoOneof,
  type ProtoOption,
  type ProtoRanges,
  type ProtoRpc,
  type ProtoService,
  type ProtoType,
} from './proto-file.ts';

export function printProto(file: ProtoFile): string {
  const imports = [
    ...file.imports.map((name) => `import "${name}";\n`),
    ...file.publicImports.map((name) => `import public "${name}";\n`),
  ];
  return [
    file.syntax === undefined ? '' : `syntax = "${file.syntax}";\n`,
    file.packageName === undefined ? '' : `package ${file.packageName};\n`,
    part(imports),
    part(optionStatements(file.options)),
    part(typesOf(file.types)),
    part(file.extends.map(printExtend)),
    part(file.services.map(printService)),
  ].join('');
}

/** Lines with a blank one in front; nothing of nothing. */
const part = (lines: readonly string[]): string => (lines.length === 0 ? '' : `\n${lines.join('')}`);

/** One level further in. A blank line gets its blanks as well. */
const indented = (text: string): string =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');

const inside = (lines: readonly string[]): string => part(lines.map(indented));

const typesOf = (types: readonly ProtoType[]): readonly string[] => [
  ...types.flatMap((type) => (type.kind === 'message' ? [printMessage(type)] : [])),
  ...types.flatMap((type) => (type.kind === 'enum' ? [printEnum(type)] : [])),
];

const printMessage = (message: ProtoMessage): string =>
  [
    `message ${message.name} {`,
    inside(message.reserved.map((ranges) => printRanges('reserved', ranges))),
    inside(optionStatements(message.options)),
    inside(message.fields.map(printField)),
    inside(message.oneofs.map(printOneof)),
    inside(message.groups.map(printGroup)),
    inside(message.extensions.map((ranges) => printRanges('extensions', ranges))),
    inside(message.extends.map(printExtend)),
    inside(typesOf(message.types)),
    '}\n',
  ].join('');

function printEnum({ name, reserved, options, constants }: ProtoEnum): string {
  const lines = [
    ...reserved.map((ranges) => printRanges('reserved', ranges)),
    ...optionStatements(options),
    ...constants.map((constant) => `${constant.name} = ${constant.tag}${brackets(constant.options)};\n`),
  ];
  return `enum ${name} {${inside(lines)}}\n`;
}

const brackets = (options: readonly ProtoOption[]): string =>
  options.length === 0 ? '' : ` ${inBrackets(options.map(inlineOption))}`;

function printField(field: ProtoField): string {
  const options: ProtoOption[] = [...field.options];
  const add = (name: string, value: OptionValue): number =>
    options.push({ name, parenthesized: false, value });
  if (field.defaultValue !== undefined)
    add('default', { kind: defaultKind(field.type), text: field.defaultValue });
  if (field.jsonName !== undefined) add('json_name', { kind: 'STRING', text: field.jsonName });
  const label = field.label === undefined ? '' : `${field.label} `;
  return `${label}${field.type} ${field.name} = ${field.tag}${brackets(options)};\n`;
}

const NUMBERS = /^(?:bytes|double|float|s?fixed(?:32|64)|[su]?int(?:32|64))$/;

function defaultKind(type: string): 'BOOLEAN' | 'STRING' | 'NUMBER' | 'ENUM' {
  if (type === 'bool') return 'BOOLEAN';
  if (type === 'string') return 'STRING';
  return NUMBERS.test(type) ? 'NUMBER' : 'ENUM';
}

const printOneof = ({ name, options, fields, groups }: ProtoOneof): string =>
  [
    `oneof ${name} {`,
    inside(optionStatements(options)),
    inside(fields.map(printField)),
    inside(groups.map(printGroup)),
    '}\n',
  ].join('');

const printGroup = ({ label, name, tag, fields }: ProtoGroup): string =>
  `${label === undefined ? '' : `${label} `}group ${name} = ${tag} {${inside(fields.map(printField))}}\n`;

const printExtend = ({ name, fields }: ProtoExtend): string =>
  `extend ${name} {${inside(fields.map(printField))}}\n`;

function printRanges(word: string, { values, options }: ProtoRanges): string {
  const texts = values.map((value) => {
    if (typeof value === 'string') return `"${value}"`;
    if (typeof value === 'number') return String(value);
    return `${value.start} to ${value.end < MAX_TAG ? value.end : 'max'}`;
  });
  return `${word} ${texts.join(', ')}${brackets(options)};\n`;
}

const printService = ({ name, options, rpcs }: ProtoService): string =>
  `service ${name} {${inside(optionStatements(options))}${inside(rpcs.map(printRpc))}}\n`;

function printRpc(rpc: ProtoRpc): string {
  const stream = (streams: boolean): string => (streams ? 'stream ' : '');
  const options = optionStatements(rpc.options);
  const block = options.length === 0 ? '' : ` {\n${options.map(indented).join('')}}`;
  return `rpc ${rpc.name} (${stream(rpc.requestStreams)}${rpc.request}) returns (${stream(rpc.responseStreams)}${rpc.response})${block};\n`;
}
