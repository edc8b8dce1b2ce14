import { parseOption, parseOptions } from './parse-options.ts';
import {
  MAX_TAG,
  type ProtoConstant,
  type ProtoEnum,
  type ProtoOption,
  type ProtoRanges,
} from './proto-file.ts';
import type { ProtoReader } from './proto-reader.ts';

/** What follows `reserved`: tags, ranges, names in quotes. */
export function parseReserved(reader: ProtoReader): ProtoRanges {
  const values: (string | number | { start: number; end: number })[] = [];
  do {
    const char = reader.peek();
    values.push(char === '"' || char === "'" ? reader.quoted() : parseRange(reader));
  } while (reader.takes(','));
  if (!reader.takes(';')) throw reader.error("expected ',' or ';'");
  return { values, options: [] };
}

/** What follows `extensions`. */
export function parseExtensions(reader: ProtoReader): ProtoRanges {
  const values: ProtoRanges['values'][number][] = [];
  do values.push(parseRange(reader));
  while (reader.takes(','));
  const options = parseOptions(reader);
  if (!reader.takes(';')) throw reader.error("expected ',' or ';'");
  return { values, options };
}

function parseRange(reader: ProtoReader): number | { start: number; end: number } {
  const start = reader.int();
  if ([',', ';', '['].includes(reader.peek())) return start;
  if (reader.word() !== 'to') throw reader.error("expected ',', ';', or 'to'");
  const end = reader.word();
  if (end === 'max') return { start, end: MAX_TAG };
  if (!/^-?[0-9]{1,10}$/.test(end)) throw reader.error(`expected an integer but was ${end}`);
  return { start, end: Number(end) };
}

/** What follows `enum`. */
export function parseEnum(reader: ProtoReader): ProtoEnum {
  const name = reader.name();
  const options: ProtoOption[] = [];
  const reserved: ProtoRanges[] = [];
  const constants: ProtoConstant[] = [];
  reader.expect('{');
  while (!reader.takes('}')) {
    if (reader.takes(';')) continue;
    const label = reader.word();
    if (label === 'option') {
      options.push(parseOption(reader));
      reader.expect(';');
    } else if (label === 'reserved') reserved.push(parseReserved(reader));
    else constants.push(parseConstant(reader, label));
  }
  return { kind: 'enum', name, options, reserved, constants };
}

function parseConstant(reader: ProtoReader, name: string): ProtoConstant {
  if (/^[0-9]/.test(name)) throw reader.error('field and constant names cannot start with a digit');
  reader.expect('=');
  const tag = reader.int();
  const options = parseOptions(reader);
  reader.expect(';');
  return { name, tag, options };
}
