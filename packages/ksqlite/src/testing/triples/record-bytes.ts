/** Records of the files ↔ bytes on topics: what a source’s format makes of JSON, and JSON of its bytes. */
import type { Codec, Column } from '../../formats/codec.ts';
import { DELIMITED_FORMAT } from '../../formats/delimited/delimited-format.ts';
import { JSON_FORMAT } from '../../formats/json/json-format.ts';
import type { Json } from '../../formats/json/json-tree.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import { decodeWindowedKey, encodeWindowedKey } from '../../formats/kafka/windowed-key.ts';
import { NONE_FORMAT } from '../../formats/none/none-format.ts';
import { asBuffer } from '../../log/topics/log-record.ts';
import type { Source } from '../../metastore/source.ts';
import type { OutgoingRecord, TopicRecord } from '../../topics/port.ts';
import { jsonText } from './json-text.ts';
import type { FileRecord } from './triple.ts';

/** A record of the topic of `source`. Throws Error for a value that the format can't hold. */
export function outgoingRecord(source: Source, record: FileRecord): OutgoingRecord {
  const { topic, key, value, timestamp = 0, headers, window } = record;
  const { keys, keyFormat, keyCodec, values, valueFormat, valueCodec, wrapsSingle } = source;
  const inner = bytesOf({ format: keyFormat, columns: keys, codec: keyCodec, role: 'key' }, key);
  const type = window?.type === 'SESSION' ? 'SESSION' : 'TUMBLING';
  return {
    topic,
    key: window === undefined ? inner : encodeWindowedKey(inner ?? Buffer.alloc(0), window, type),
    value: bytesOf(
      { format: valueFormat, columns: values, codec: valueCodec, role: 'value', wrapsSingle },
      value,
    ),
    timestamp,
    headers: headers.map(({ key: name, value: text }) => ({
      key: name,
      value: text === null ? null : Buffer.from(text, 'base64'),
    })),
  };
}

/** A record of the topic of `source`, decoded. Throws Error for one that can't be read. */
export function fileRecord(source: Source, record: TopicRecord): FileRecord {
  const { topic, timestamp, headers } = record;
  const { keys, keyFormat, keyCodec, values, valueFormat, valueCodec, wrapsSingle, window } = source;
  const isWindowed = window !== undefined && record.key !== null;
  const windowed = isWindowed ? decodeWindowedKey(record.key, window.type, window.sizeMs ?? 0) : undefined;
  return {
    topic,
    key: jsonOf(
      { format: keyFormat, columns: keys, codec: keyCodec, role: 'key' },
      windowed === undefined ? record.key : windowed.key,
    ),
    value: jsonOf(
      { format: valueFormat, columns: values, codec: valueCodec, role: 'value', wrapsSingle },
      record.value,
    ),
    timestamp,
    window: windowed && { ...windowed.window, type: window?.type === 'SESSION' ? 'SESSION' : 'TIME' },
    headers: headers.map(({ key, value }) => ({ key, value: value?.toString('base64') ?? null })),
  };
}

/** A key or a value of a source. */
interface Part {
  readonly format: string;
  readonly columns: readonly Column[];
  readonly codec: Codec;
  readonly role: 'key' | 'value';
  readonly wrapsSingle?: boolean;
}

const TEXT_FORMATS: readonly string[] = [DELIMITED_FORMAT.name, NONE_FORMAT.name];

function bytesOf(part: Part, value: Json): Buffer | null {
  if (value === null) return null;
  const isText = TEXT_FORMATS.includes(part.format) || part.columns.length === 0;
  if (isText) return Buffer.from(typeof value === 'string' ? value : jsonText(value), 'utf8');
  const json = Buffer.from(jsonText(value), 'utf8');
  // as it is written: it may be one that can't be read
  if (part.format === JSON_FORMAT.name) return json;
  return asBuffer(part.codec.encode(jsonCodec(part).decode(json) ?? [], 0));
}

function jsonOf(part: Part, bytes: Buffer | null): Json {
  if (bytes === null) return null;
  if (TEXT_FORMATS.includes(part.format) || part.columns.length === 0) return bytes.toString('utf8');
  if (part.format === JSON_FORMAT.name) return parsed(bytes.toString('utf8'));
  const row = part.codec.decode(bytes);
  return row === null ? null : parsed(String(asBuffer(jsonCodec(part).encode(row, 0))));
}

function parsed(text: string): Json {
  JSON.parse(text);
  return parseExactly(text);
}

const jsonCodec = ({ columns, role, wrapsSingle = false }: Part): Codec =>
  JSON_FORMAT.codec(columns, { role, wrapSingle: wrapsSingle, delimiter: ',' });
