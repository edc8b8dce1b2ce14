/**
 * Reads a .proto text, of proto2 or proto3: a file's declarations, in what is not a message. (protobufjs can't read the lists of
 * messages in options that ksqlDB itself writes for each DECIMAL.)
 *
 * It takes what Wire's `ProtoParser` takes, which the Schema Registry uses; its messages are that one's.
 */

import { parseExtend, parseMessage } from './parse-message.ts';
import { parseOption } from './parse-options.ts';
import { parseEnum } from './parse-ranges.ts';
import type { ProtoExtend, ProtoFile, ProtoOption, ProtoRpc, ProtoService, ProtoType } from './proto-file.ts';
import { ProtoReader } from './proto-reader.ts';
import { refusal } from './refusal.ts';

/** More characters than any schema has. */
const LONGEST_TEXT = 4_000_000;

/** @throws SchemaError with place and reason: `Syntax error in :1:8: …` */
export function parseProto(text: string): ProtoFile {
  if (text.length > LONGEST_TEXT)
    throw refusal(`The schema has ${text.length} characters: at most ${LONGEST_TEXT} are read`);
  const reader = new ProtoReader(text);
  const file = new FileParser(reader);
  while (!reader.atEnd()) file.parseDeclaration();
  return file.result();
}

class FileParser {
  readonly #reader: ProtoReader;
  #isFirst = true;
  #syntax: ProtoFile['syntax'];
  #packageName: string | undefined;
  readonly #imports: string[] = [];
  readonly #publicImports: string[] = [];
  readonly #options: ProtoOption[] = [];
  readonly #types = new Map<string, { readonly type: ProtoType; readonly place: number }>();
  readonly #services: ProtoService[] = [];
  readonly #extends: ProtoExtend[] = [];

  constructor(reader: ProtoReader) {
    this.#reader = reader;
  }

  result(): ProtoFile {
    return {
      syntax: this.#syntax,
      packageName: this.#packageName,
      imports: this.#imports,
      publicImports: this.#publicImports,
      options: this.#options,
      types: [...this.#types.values()].map(({ type }) => type),
      services: this.#services,
      extends: this.#extends,
    };
  }

  parseDeclaration(): void {
    const reader = this.#reader;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (reader.takes(';')) return;
    const place = reader.place();
    const label = reader.word();
    switch (label) {
      case 'syntax':
        this.#parseSyntax(isFirst, place);
        break;
      case 'package':
        this.#packageName = reader.name();
        reader.expect(';');
        break;
      case 'import':
        this.#parseImport();
        break;
      case 'option':
        this.#options.push(parseOption(reader));
        reader.expect(';');
        break;
      case 'message':
        this.#add(parseMessage(reader, this.#syntax), place);
        break;
      case 'enum':
        this.#add(parseEnum(reader), place);
        break;
      case 'service':
        this.#services.push(parseService(reader));
        break;
      case 'extend':
        this.#extends.push(parseExtend(reader, this.#syntax));
        break;
      case 'edition':
        throw reader.error('edition is not currently supported');
      default:
        throw reader.error(`unexpected label: ${label}`, place);
    }
  }

  #parseSyntax(isFirst: boolean, place: number): void {
    const reader = this.#reader;
    if (this.#syntax !== undefined) throw reader.error('too many syntax definitions', place);
    reader.expect('=');
    if (!isFirst) throw reader.error("'syntax' element must be the first declaration in a file", place);
    const syntax = reader.quoted();
    if (syntax !== 'proto2' && syntax !== 'proto3') throw reader.error(`unexpected syntax: ${syntax}`, place);
    this.#syntax = syntax;
    reader.expect(';');
  }

  #parseImport(): void {
    const reader = this.#reader;
    const name = reader.text();
    if (name === 'public') this.#publicImports.push(reader.text());
    else this.#imports.push(name);
    reader.expect(';');
  }

  #add(type: ProtoType, place: number): void {
    const known = this.#types.get(type.name);
    if (known !== undefined) {
      const [here, there] = [place, known.place].map((at) => this.#reader.placeText(at));
      throw refusal(`${type.name} (${here}) is already defined at ${there}`);
    }
    this.#types.set(type.name, { type, place });
  }
}

function parseService(reader: ProtoReader): ProtoService {
  const name = reader.name();
  const options: ProtoOption[] = [];
  const rpcs: ProtoRpc[] = [];
  reader.expect('{');
  while (!reader.takes('}')) {
    if (reader.takes(';')) continue;
    const place = reader.place();
    const label = reader.word();
    if (label === 'rpc') rpcs.push(parseRpc(reader));
    else if (label === 'option') {
      options.push(parseOption(reader));
      reader.expect(';');
    } else throw reader.error(`unexpected label: ${label}`, place);
  }
  return { name, options, rpcs };
}

function parseRpc(reader: ProtoReader): ProtoRpc {
  const name = reader.name();
  const [request, requestStreams] = parseRpcType(reader);
  if (reader.word() !== 'returns') throw reader.error("expected 'returns'");
  const [response, responseStreams] = parseRpcType(reader);
  const options: ProtoOption[] = [];
  if (!reader.takes('{')) reader.expect(';');
  else
    while (!reader.takes('}')) {
      if (reader.takes(';')) continue;
      const label = reader.word();
      if (label !== 'option') throw reader.error(`unexpected label: ${label}`);
      options.push(parseOption(reader));
      reader.expect(';');
    }
  return { name, request, response, requestStreams, responseStreams, options };
}

function parseRpcType(reader: ProtoReader): readonly [string, boolean] {
  reader.expect('(');
  const word = reader.word();
  const streams = word === 'stream';
  const type = streams ? reader.dataType() : reader.dataType(word);
  reader.expect(')');
  return [type, streams];
}
