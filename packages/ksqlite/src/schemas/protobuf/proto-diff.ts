import type {
  ProtoEnum,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoOneof,
  ProtoType,
} from '../../formats/protobuf/proto/proto-file.ts';
import { javaKeys } from '../java-hash-order.ts';
import { isCompatible, type ProtoDifference } from './proto-difference.ts';
import { type KnownType, type ProtoTypes, scopeOf } from './proto-types.ts';
import { kindOf, mapTypes, type NumberKind, numberKindOf } from './type-kind.ts';

/** One of the two files that are compared. */
export interface ComparedFile {
  readonly file: ProtoFile;
  readonly types: ProtoTypes;
}

/** Comparisons of two messages: more are refused, so that a text made for it can't stop the process. */
const MAX_STEPS = 100_000;

/** The differences of two .proto files, in the order of Confluent's `protobuf.diff.SchemaDiff` 7.9. Throws RangeError: too many. */
export function protoDifferences(original: ComparedFile, update: ComparedFile): readonly ProtoDifference[] {
  const diff = new ProtoDiff(original.types, update.types, { left: MAX_STEPS });
  return diff.files(original.file, update.file);
}

interface Names {
  readonly original: string;
  readonly update: string;
}

class ProtoDiff {
  readonly #original: ProtoTypes;
  readonly #update: ProtoTypes;
  readonly #steps: { left: number };
  readonly #found: ProtoDifference[] = [];
  readonly #open: Set<ProtoMessage>;
  #packages: Names;
  /** steps of the path */
  #path: string[] = [];
  /** the messages around, without what else is in the path */
  #names: string[] = [];

  constructor(
    original: ProtoTypes,
    update: ProtoTypes,
    steps: { left: number },
    packages: Names = { original: original.packageName, update: update.packageName },
    open: ReadonlySet<ProtoMessage> = new Set(),
  ) {
    this.#original = original;
    this.#update = update;
    this.#steps = steps;
    this.#packages = packages;
    this.#open = new Set(open);
  }

  files(original: ProtoFile, update: ProtoFile): readonly ProtoDifference[] {
    if ((original.packageName ?? '') !== (update.packageName ?? '')) this.#add('PACKAGE_CHANGED');
    this.#types(original.types, update.types);
    return this.#found;
  }

  /** A message that both refer to, in a file of its own. */
  referred(
    names: readonly string[],
    original: ProtoMessage,
    update: ProtoMessage,
  ): readonly ProtoDifference[] {
    this.#path = [...names];
    this.#names = [...names];
    this.#message(original, update);
    return this.#found;
  }

  #types(original: readonly ProtoType[], update: readonly ProtoType[]): void {
    const before = messagesOf(original);
    const after = messagesOf(update);
    for (const name of javaKeys(before, after))
      this.#within(name, () => {
        const [a, b] = [before.get(name), after.get(name)];
        if (b === undefined) this.#add('MESSAGE_REMOVED');
        else if (a === undefined) this.#add('MESSAGE_ADDED');
        else {
          this.#message(a.message, b.message);
          if (a.index !== b.index) this.#add('MESSAGE_MOVED');
        }
      });
    const enums = enumsOf(original);
    const newEnums = enumsOf(update);
    for (const name of javaKeys(enums, newEnums))
      this.#within(name, () => {
        const [a, b] = [enums.get(name), newEnums.get(name)];
        if (b === undefined) this.#add('ENUM_REMOVED');
        else if (a === undefined) this.#add('ENUM_ADDED');
        else this.#enum(a, b);
      });
  }

  #enum(original: ProtoEnum, update: ProtoEnum): void {
    const before = new Map(original.constants.map(({ tag, name }) => [tag, name]));
    const after = new Map(update.constants.map(({ tag, name }) => [tag, name]));
    for (const tag of javaKeys(before, after)) {
      if (!after.has(tag)) this.#add('ENUM_CONST_REMOVED', `${tag}`);
      else if (!before.has(tag)) this.#add('ENUM_CONST_ADDED', `${tag}`);
      else if (before.get(tag) !== after.get(tag)) this.#add('ENUM_CONST_CHANGED', `${tag}`);
    }
  }

  #message(original: ProtoMessage, update: ProtoMessage): void {
    if (--this.#steps.left < 0) throw new RangeError('the schemas are too large to be compared');
    if (!this.#open.has(original)) {
      this.#open.add(original);
      this.#fields(original, update);
      this.#open.delete(original);
    }
    this.#types(original.types, update.types);
  }

  #fields(original: ProtoMessage, update: ProtoMessage): void {
    const before = byTag(original.fields);
    const after = byTag(update.fields);
    const inOneofs = byTag(original.oneofs.flatMap(({ fields }) => fields));
    for (const { name, fields } of update.oneofs) {
      const moved = fields.filter(({ tag }) => before.delete(tag)).length;
      const stayed = fields.some(({ tag }) => !byTag(original.fields).has(tag) && inOneofs.has(tag));
      if (moved > 1) this.#add('MULTIPLE_FIELDS_MOVED_TO_ONEOF', name);
      else if (moved === 1 && stayed) this.#add('FIELD_MOVED_TO_EXISTING_ONEOF', name);
    }
    const oneofs = byName(original.oneofs);
    const newOneofs = byName(update.oneofs);
    for (const name of javaKeys(oneofs, newOneofs))
      this.#at(name, () => {
        const [a, b] = [oneofs.get(name), newOneofs.get(name)];
        if (b === undefined) this.#add('ONEOF_REMOVED');
        else if (a === undefined) this.#add('ONEOF_ADDED');
        else this.#fieldsByTag(byTag(a.fields), byTag(b.fields), 'ONEOF_FIELD');
      });
    this.#fieldsByTag(before, after, 'FIELD');
  }

  #fieldsByTag(
    before: ReadonlyMap<number, ProtoField>,
    after: ReadonlyMap<number, ProtoField>,
    word: 'FIELD' | 'ONEOF_FIELD',
  ): void {
    for (const tag of javaKeys(before, after))
      this.#at(`${tag}`, () => {
        const [a, b] = [before.get(tag), after.get(tag)];
        const isRequired = word === 'FIELD' && (a ?? b)?.label === 'required';
        const name = isRequired ? 'REQUIRED_FIELD' : word;
        if (b === undefined) this.#add(`${name}_REMOVED`);
        else if (a === undefined) this.#add(`${name}_ADDED`);
        else this.#field(a, b);
      });
  }

  #field(original: ProtoField, update: ProtoField): void {
    if (original.name !== update.name) this.#add('FIELD_NAME_CHANGED');
    this.#labelsAndTypes([original.label, update.label], original.type, update.type);
  }

  #labelsAndTypes(
    labels: readonly [string | undefined, string | undefined],
    original: string,
    update: string,
  ): void {
    const before = this.#resolve(original, true);
    const after = this.#resolve(update, false);
    const kind = kindOf(original, before);
    if (kind !== kindOf(update, after)) this.#add('FIELD_KIND_CHANGED');
    else if (kind === 'SCALAR')
      this.#scalars(labels, numberKindOf(original, before), numberKindOf(update, after));
    else if (kind === 'MESSAGE') this.#messageTypes(original, update, before, after);
    else {
      const [a, b] = [mapTypes(original), mapTypes(update)];
      this.#labelsAndTypes([undefined, undefined], a.key, b.key);
      this.#labelsAndTypes([undefined, undefined], a.value, b.value);
    }
  }

  #scalars(
    [before, after]: readonly [string | undefined, string | undefined],
    original: NumberKind,
    update: NumberKind,
  ): void {
    if (original !== update) this.#add('FIELD_SCALAR_KIND_CHANGED');
    else if (before !== undefined && after !== undefined && before !== after)
      this.#add(
        original === 'STRING_OR_BYTES'
          ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED'
          : 'FIELD_NUMERIC_LABEL_CHANGED',
      );
  }

  #messageTypes(
    original: string,
    update: string,
    before: KnownType | undefined,
    after: KnownType | undefined,
  ): void {
    if (before === undefined || after === undefined) {
      if (original !== update) this.#add('FIELD_NAMED_TYPE_CHANGED');
      return;
    }
    const name = localName(before);
    if (name !== localName(after)) {
      this.#add('FIELD_NAMED_TYPE_CHANGED');
      return;
    }
    // both of their own file, or of one version of one subject: compared elsewhere, or the same
    const isSame =
      before.subject !== undefined && before.subject === after.subject && before.version === after.version;
    if (isSame || before.type?.kind !== 'message' || after.type?.kind !== 'message') return;
    const packages = { original: before.packageName, update: after.packageName };
    const apart = new ProtoDiff(this.#original, this.#update, this.#steps, packages, this.#open);
    const found = apart.referred(name.split('.'), before.type, after.type);
    this.#found.push(...found);
    if (!found.every(isCompatible)) this.#add('FIELD_NAMED_TYPE_CHANGED');
  }

  #resolve(type: string, isOriginal: boolean): KnownType | undefined {
    const types = isOriginal ? this.#original : this.#update;
    const packageName = isOriginal ? this.#packages.original : this.#packages.update;
    return types.resolve(type, scopeOf(packageName, this.#names));
  }

  #add(type: string, ...attribute: string[]): void {
    this.#found.push({ type, path: `#/${[...this.#path, ...attribute].join('/')}` });
  }

  /** In a message, or an enum. */
  #within(name: string, compare: () => void): void {
    this.#names.push(name);
    this.#at(name, compare);
    this.#names.pop();
  }

  #at(step: string, compare: () => void): void {
    this.#path.push(step);
    compare();
    this.#path.pop();
  }
}

const localName = ({ fullName, packageName }: KnownType): string =>
  fullName.startsWith(`${packageName}.`) ? fullName.slice(packageName.length + 1) : fullName;

const byTag = (fields: readonly ProtoField[]): Map<number, ProtoField> =>
  new Map(fields.map((field) => [field.tag, field]));

const byName = (oneofs: readonly ProtoOneof[]): Map<string, ProtoOneof> =>
  new Map(oneofs.map((oneof) => [oneof.name, oneof]));

function messagesOf(types: readonly ProtoType[]): Map<string, { message: ProtoMessage; index: number }> {
  const messages = types.flatMap((type) => (type.kind === 'message' ? [type] : []));
  return new Map(messages.map((message, index) => [message.name, { message, index }]));
}

const enumsOf = (types: readonly ProtoType[]): Map<string, ProtoEnum> =>
  new Map(types.flatMap((type) => (type.kind === 'enum' ? [[type.name, type] as const] : [])));
