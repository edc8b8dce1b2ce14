/**
 * Looks up the names in .proto files: which message or enum a field's type means. A type's name is looked for from the message outward to
 * the file, in it and in all that it imports.
 *
 * Groups are left out, as Connect's converter leaves them out: their bytes are those of a field that is not known.
 */

import { parseProto } from '../proto/parse-proto.ts';
import type {
  ProtoEnum,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOption,
  ProtoType,
} from '../proto/proto-file.ts';
import { MAX_TAG } from '../proto/proto-file.ts';
import { refusal } from '../proto/refusal.ts';
import { knownFile } from './known-files.ts';
import {
  type EnumType,
  type FieldType,
  isMessage,
  type MessageType,
  mapEntryName,
  type OneofType,
  type Presence,
  type ScalarKind,
} from './message-type.ts';

/** A file's own messages. */
export interface LinkedFile {
  /** By their place in the text. */
  readonly messages: readonly MessageType[];
  /** By their full name, those in others too. */
  readonly byName: ReadonlyMap<string, MessageType>;
}

/** A text and those that it refers to, by the names that it imports them with. Throws SchemaError. */
export function linkSchema(
  text: string,
  resolved: readonly { readonly name: string; readonly schema: string }[],
): LinkedFile {
  const texts = new Map(resolved.map(({ name, schema }) => [name, schema]));
  return linkProto(parseProto(text), (name) => {
    const found = texts.get(name);
    return found === undefined ? knownFile(name) : parseProto(found);
  });
}

/** @param fileOf of an import; undefined: it is not known, and names in it can't be looked up */
export function linkProto(
  file: ProtoFile,
  fileOf: (name: string) => ProtoFile | undefined = knownFile,
): LinkedFile {
  const linker = new Linker();
  const seen = new Set<string>();
  const addImports = ({ imports, publicImports }: ProtoFile): void => {
    for (const name of [...imports, ...publicImports]) {
      if (seen.has(name)) continue;
      seen.add(name);
      const found = fileOf(name);
      if (found === undefined) continue;
      linker.declareFile(found);
      addImports(found);
    }
  };
  addImports(file);
  const own = linker.declareFile(file);
  linker.link();
  return own;
}

/** Filled while names are looked up, and read afterwards. */
interface OpenMessage extends MessageType {
  readonly fields: FieldType[];
  readonly oneofs: OneofType[];
  readonly nested: OpenMessage[];
}

interface Declared {
  readonly type: OpenMessage;
  readonly message: ProtoMessage;
  readonly isProto3: boolean;
}

const SCALARS: ReadonlySet<string> = new Set<ScalarKind>([
  'double',
  'float',
  'int32',
  'sint32',
  'sfixed32',
  'uint32',
  'fixed32',
  'int64',
  'sint64',
  'sfixed64',
  'uint64',
  'fixed64',
  'bool',
  'string',
  'bytes',
]);

const isScalar = (name: string): name is ScalarKind => SCALARS.has(name);

const MAP = /^map<(.*?), (.*)>$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

class Linker {
  readonly #types = new Map<string, OpenMessage | EnumType>();
  readonly #declared: Declared[] = [];

  /** Enters the names of a file. */
  declareFile({ packageName, syntax, types }: ProtoFile): LinkedFile {
    const byName = new Map<string, MessageType>();
    const scope = packageName ?? '';
    const isProto3 = syntax === 'proto3';
    const messages = types.flatMap((type) => this.#declare(type, scope, isProto3, byName) ?? []);
    return { messages, byName };
  }

  #declare(
    type: ProtoType,
    scope: string,
    isProto3: boolean,
    byName: Map<string, MessageType>,
  ): OpenMessage | undefined {
    const fullName = within(scope, type.name);
    if (type.kind === 'enum') {
      this.#types.set(fullName, enumType(type, !isProto3));
      return undefined;
    }
    const message: OpenMessage = { fullName, fields: [], oneofs: [], nested: [] };
    this.#types.set(fullName, message);
    byName.set(fullName, message);
    this.#declared.push({ type: message, message: type, isProto3 });
    for (const inner of type.types) {
      const nested = this.#declare(inner, fullName, isProto3, byName);
      if (nested !== undefined) message.nested.push(nested);
    }
    return message;
  }

  /** Fills the messages in. */
  link(): void {
    for (const { type, message, isProto3 } of this.#declared) {
      for (const oneof of message.oneofs) {
        const fields = oneof.fields.map((field) => this.#field(field, type.fullName, isProto3, true));
        type.oneofs.push({ name: oneof.name, fields });
      }
      for (const field of message.fields)
        type.fields.push(this.#field(field, type.fullName, isProto3, false));
      checkFields(type);
    }
  }

  #field(field: ProtoField, scope: string, isProto3: boolean, inOneof: boolean): FieldType {
    const map = MAP.exec(field.type);
    const type =
      map === null
        ? this.#resolve(field.type, scope)
        : this.#mapEntry(field, scope, isProto3, map[1] as string, map[2] as string);
    const presence = map === null ? presenceOf(field, inOneof) : 'repeated';
    return {
      name: field.name,
      number: field.tag,
      presence,
      type,
      packed: presence === 'repeated' && isPackable(type) && packedOption(field.options, isProto3),
      checksText: isProto3,
      params: paramsOf(field.options),
    };
  }

  #mapEntry({ name }: ProtoField, scope: string, isProto3: boolean, key: string, value: string): OpenMessage {
    const field = (fieldName: string, number: number, typeName: string): FieldType => {
      const type = this.#resolve(typeName, scope);
      const presence = isProto3 ? 'implicit' : 'entry';
      const rest = { packed: false, checksText: true, params: new Map() };
      return { name: fieldName, number, presence, type, ...rest };
    };
    const fields = [field('key', 1, key), field('value', 2, value)];
    if (typeof fields[0]?.type !== 'string' || ['double', 'float', 'bytes'].includes(fields[0].type))
      throw refusal(`${within(scope, name)}: a map can't have the key type ${key}`);
    return { fullName: within(scope, mapEntryName(name)), fields, oneofs: [], nested: [] };
  }

  #resolve(name: string, scope: string): FieldType['type'] {
    if (isScalar(name)) return name;
    for (let at = name.startsWith('.') ? '' : scope; ; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
      const found = this.#types.get(within(at, name.replace(/^\./, '')));
      if (found !== undefined) return found;
      if (at === '') throw refusal(`Could not resolve type: ${name}`);
    }
  }
}

const within = (scope: string, name: string): string => (scope === '' ? name : `${scope}.${name}`);

function enumType({ name, constants }: ProtoEnum, isClosed: boolean): EnumType {
  const names = new Map<number, string>();
  for (const constant of constants) if (!names.has(constant.tag)) names.set(constant.tag, constant.name);
  const numbers = new Map(constants.map((constant) => [constant.name, constant.tag]));
  return { enumName: name, names, numbers, first: constants[0]?.name ?? '', isClosed };
}

const presenceOf = ({ label }: ProtoField, inOneof: boolean): Presence =>
  inOneof ? 'oneof' : (label ?? 'implicit');

const isPackable = (type: FieldType['type']): boolean =>
  !isMessage(type) && type !== 'string' && type !== 'bytes';

function packedOption(options: readonly ProtoOption[], isProto3: boolean): boolean {
  const value = options.find(({ name, parenthesized }) => name === 'packed' && !parenthesized)?.value;
  return value !== undefined && 'text' in value ? value.text === 'true' : isProto3;
}

/** `(confluent.field_meta) = { params: [ { key: "…", value: "…" } ] }`, or `(confluent.field_meta).params = {…}`. */
function paramsOf(options: readonly ProtoOption[]): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const { name, parenthesized, value } of options) {
    if (!parenthesized || name.replace(/^\./, '') !== 'confluent.field_meta') continue;
    const given = value.kind === 'MAP' ? value.entries.get('params') : undefined;
    const direct = value.kind === 'OPTION' && value.option.name === 'params' ? value.option.value : given;
    const list = direct?.kind === 'LIST' ? direct.items : [direct];
    for (const item of list) {
      if (item?.kind !== 'MAP') continue;
      const [key, held] = ['key', 'value'].map((part) => item.entries.get(part));
      if (key?.kind === 'STRING' && held?.kind === 'STRING') params.set(key.text, held.text);
    }
  }
  return params;
}

/** As protobuf's `DescriptorValidationException`. */
function checkFields({ fullName, fields, oneofs }: MessageType): void {
  const names = new Set<string>();
  const numbers = new Map<number, string>();
  for (const { name, number } of [...oneofs.flatMap((oneof) => oneof.fields), ...fields]) {
    const place = `${fullName}.${name}`;
    const taken = numbers.get(number);
    if (!NAME.test(name)) throw refusal(`${place}: "${name}" is not a valid identifier.`);
    if (names.has(name)) throw refusal(`${place}: "${name}" is already defined in "${fullName}".`);
    if (number < 1 || number > MAX_TAG) throw refusal(`${place}: Field numbers must be positive integers.`);
    if (taken !== undefined)
      throw refusal(
        `${place}: Field number ${number} has already been used in "${fullName}" by field "${taken}".`,
      );
    names.add(name);
    numbers.set(number, name);
  }
}
