/**
 * Keys and values of input files in the format that a stream or table declares, so that it reads what the file says: BIGINT keys of the
 * format KAFKA as eight bytes, AVRO with the id of its schema. What is text on a topic stays the text of the file.
 */
import type { Codec, Column } from '../../../formats/codec.ts';
import { DELIMITED_FORMAT } from '../../../formats/delimited/delimited-format.ts';
import { JSON_FORMAT } from '../../../formats/json/json-format.ts';
import { KAFKA_FORMAT } from '../../../formats/kafka/kafka-format.ts';
import type { RecordBytes } from '../../../log/topics/log-record.ts';
import type { Source } from '../../../metastore/source.ts';

/** Writes keys, or values, of one topic. Its functions throw Error with one line for what can't be written. */
export interface InputPart {
  /** @param json a field of a line, as JSON */
  readonly ofJson: (json: string) => RecordBytes;
  /** @param line one that is the value itself */
  readonly ofLine: (line: string) => RecordBytes;
}

/** A JSON string is its text, everything else the JSON text. */
const TEXT: InputPart = {
  ofJson: (json) => (json.startsWith('"') ? (JSON.parse(json) as string) : json),
  ofLine: (line) => line,
};

/** @param source of the topic; undefined: nothing is declared over it */
export function inputKeys(source: Source | undefined): InputPart {
  if (source === undefined || source.keys.length === 0 || isText(source.keyFormat, source.keys)) return TEXT;
  const { keys, keyFormat, keyCodec, window, name } = source;
  if (window !== undefined)
    return each(() => {
      throw new Error(`keys of ${name} have windows, which a file can't say`);
    });
  const declared = each(encoded(keys, keyCodec, JSON_FORMAT.codec(keys, options('key', false))));
  // the text of several columns, or of one, as it stands on the topic
  if (keyFormat === DELIMITED_FORMAT.name)
    return each((json) => (json.startsWith('{') ? declared : TEXT).ofJson(json));
  return declared;
}

/** @param source of the topic; undefined: nothing is declared over it */
export function inputValues(source: Source | undefined): InputPart {
  if (source === undefined) return TEXT;
  const { values, valueFormat, valueCodec, wrapsSingle } = source;
  const isAsItStands = [JSON_FORMAT.name, DELIMITED_FORMAT.name].includes(valueFormat);
  if (isAsItStands || values.length === 0 || isText(valueFormat, values)) return TEXT;
  const isObject = wrapsSingle && valueFormat !== KAFKA_FORMAT.name;
  return each(encoded(values, valueCodec, JSON_FORMAT.codec(values, options('value', isObject))));
}

const isText = (format: string, [column]: readonly Column[]): boolean =>
  format === KAFKA_FORMAT.name && column?.type.kind === 'STRING';

const options = (role: 'key' | 'value', wrapSingle: boolean) => ({ role, wrapSingle, delimiter: ',' });

const each = (write: (json: string) => RecordBytes): InputPart => ({ ofJson: write, ofLine: write });

function encoded(columns: readonly Column[], codec: Codec, json: Codec): (text: string) => RecordBytes {
  return (text) => {
    const row = json.decode(text);
    return row === null
      ? null
      : codec.encode(
          columns.map((_, at) => row[at] ?? null),
          0,
        );
  };
}
