import { parseOption, parseOptions } from './parse-options.ts';
import { parseEnum, parseExtensions, parseReserved } from './parse-ranges.ts';
import type {
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoGroup,
  ProtoLabel,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  ProtoRanges,
  ProtoType,
} from './proto-file.ts';
import type { ProtoReader } from './proto-reader.ts';

type Syntax = ProtoFile['syntax'];

/** What follows `message`. */
export function parseMessage(reader: ProtoReader, syntax: Syntax): ProtoMessage {
  const name = reader.name();
  const options: ProtoOption[] = [];
  const reserved: ProtoRanges[] = [];
  const fields: ProtoField[] = [];
  const oneofs: ProtoOneof[] = [];
  const groups: ProtoGroup[] = [];
  const extensions: ProtoRanges[] = [];
  const extended: ProtoExtend[] = [];
  const types: ProtoType[] = [];

  const parseDeclaration = (): void => {
    if (reader.takes(';')) return;
    const place = reader.place();
    const label = reader.word();
    switch (label) {
      case 'option':
        options.push(parseOption(reader));
        reader.expect(';');
        return;
      case 'reserved':
        reserved.push(parseReserved(reader));
        return;
      case 'message':
        types.push(reader.nested(() => parseMessage(reader, syntax)));
        return;
      case 'enum':
        types.push(parseEnum(reader));
        return;
      case 'extend':
        extended.push(parseExtend(reader, syntax));
        return;
      case 'oneof':
        oneofs.push(parseOneof(reader, syntax));
        return;
      case 'extensions':
        extensions.push(parseExtensions(reader));
        return;
      default: {
        const found = parseFieldOrGroup(reader, syntax, label, place);
        if ('type' in found) fields.push(found);
        else groups.push(found);
      }
    }
  };

  reader.expect('{');
  while (!reader.takes('}')) parseDeclaration();
  return {
    kind: 'message',
    name,
    options,
    reserved,
    fields,
    oneofs,
    groups,
    extensions,
    extends: extended,
    types,
  };
}

/** What follows `extend`. Groups in it are read and forgotten, as there. */
export function parseExtend(reader: ProtoReader, syntax: Syntax): ProtoExtend {
  const name = reader.name();
  const fields: ProtoField[] = [];
  reader.expect('{');
  while (!reader.takes('}')) {
    if (reader.takes(';')) continue;
    const place = reader.place();
    const found = parseFieldOrGroup(reader, syntax, reader.word(), place);
    if ('type' in found) fields.push(found);
  }
  return { name, fields };
}

function parseFieldOrGroup(
  reader: ProtoReader,
  syntax: Syntax,
  word: string,
  place: number,
): ProtoField | ProtoGroup {
  const label = word === 'required' || word === 'optional' || word === 'repeated' ? word : undefined;
  if (label === 'required' && syntax === 'proto3')
    throw reader.error("'required' label forbidden in proto3 field declarations", place);
  if (label === undefined && syntax !== 'proto3' && !(word === 'map' && reader.peek() === '<'))
    throw reader.error(`unexpected label: ${word}`, place);
  const type = label === undefined ? reader.dataType(word) : reader.dataType();
  if (type.startsWith('map<') && label !== undefined)
    throw reader.error("'map' type cannot have label", place);
  return type === 'group'
    ? reader.nested(() => parseGroup(reader, syntax, label))
    : parseField(reader, label, type);
}

function parseField(reader: ProtoReader, label: ProtoLabel | undefined, type: string): ProtoField {
  const name = reader.identifier();
  reader.expect('=');
  const tag = reader.int();
  const all = parseOptions(reader);
  reader.expect(';');
  const textOf = (wanted: string): string | undefined => {
    const value = all.findLast((option) => option.name === wanted)?.value;
    return value !== undefined && 'text' in value ? value.text : undefined;
  };
  return {
    label,
    type,
    name,
    tag,
    defaultValue: textOf('default'),
    jsonName: textOf('json_name'),
    options: all.filter((option) => option.name !== 'default' && option.name !== 'json_name'),
  };
}

function parseOneof(reader: ProtoReader, syntax: Syntax): ProtoOneof {
  const name = reader.name();
  const options: ProtoOption[] = [];
  const fields: ProtoField[] = [];
  const groups: ProtoGroup[] = [];
  reader.expect('{');
  while (!reader.takes('}')) {
    const type = reader.dataType();
    if (type === 'group') groups.push(parseGroup(reader, syntax, undefined));
    else if (type === 'option') {
      options.push(parseOption(reader));
      reader.expect(';');
    } else fields.push(parseField(reader, undefined, type));
  }
  return { name, options, fields, groups };
}

function parseGroup(reader: ProtoReader, syntax: Syntax, label: ProtoLabel | undefined): ProtoGroup {
  const name = reader.word();
  reader.expect('=');
  const tag = reader.int();
  const fields: ProtoField[] = [];
  reader.expect('{');
  while (!reader.takes('}')) {
    const place = reader.place();
    const found = parseFieldOrGroup(reader, syntax, reader.word(), place);
    if (!('type' in found)) throw reader.error('expected field declaration, was a group', place);
    fields.push(found);
  }
  return { label, name, tag, fields };
}
