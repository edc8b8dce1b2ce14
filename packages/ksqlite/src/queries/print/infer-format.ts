import { decodeWindowedKey, type WindowType } from '../../formats/kafka/windowed-key.ts';
import { javaDouble } from '../../functions/values/java/java-double.ts';
import { type SchemaLookup, SchemaNotLoadedError } from '../../schemas/schema-lookup.ts';
import { type ReadText, schemaTextReader } from './schema-text.ts';

type Reader = ReadText;
type NamedReader = readonly [name: string, read: Reader];

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NO_DATA: readonly string[] = ['¯\\_(ツ)_/¯ - no data processed'];

const asText: Reader = (bytes) => {
  if (bytes.length === 0) return undefined;
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
};

const JSON_READER: NamedReader = [
  'JSON',
  (bytes) => {
    const text = asText(bytes);
    if (text === undefined) return undefined;
    try {
      JSON.parse(text);
      return text;
    } catch {
      return undefined;
    }
  },
];

const KAFKA_READERS: readonly NamedReader[] = [
  ['KAFKA_INT', (bytes) => (bytes.length === 4 ? String(bytes.readInt32BE()) : undefined)],
  ['KAFKA_BIGINT', (bytes) => (bytes.length === 8 ? String(bytes.readBigInt64BE()) : undefined)],
  ['KAFKA_DOUBLE', (bytes) => (bytes.length === 8 ? javaDouble(bytes.readDoubleBE()) : undefined)],
  ['KAFKA_STRING', asText],
];

const WINDOWS: readonly WindowType[] = ['SESSION', 'HOPPING', 'TUMBLING'];

const windowed =
  (type: WindowType, inner: Reader): Reader =>
  (bytes) => {
    try {
      const { key, window } = decodeWindowedKey(bytes, type, 1);
      const text = inner(key);
      // the end of a time window is not in the bytes
      return text === undefined
        ? undefined
        : `[${text}@${window.start}/${type === 'SESSION' ? window.end : '-'}]`;
    } catch (error) {
      if (error instanceof SchemaNotLoadedError) throw error;
      return undefined;
    }
  };

/** In ksqlDB's order: the first that fits is shown. */
const readersOf = (lookup: SchemaLookup): readonly NamedReader[] => [
  ...named('AVRO', lookup),
  ...named('PROTOBUF', lookup),
  JSON_READER,
  ...named('JSON_SR', lookup),
  ...KAFKA_READERS,
];

function named(name: string, lookup: SchemaLookup): readonly NamedReader[] {
  const read = schemaTextReader(name, lookup);
  return read === undefined ? [] : [[name, read]];
}

/** Finds out how bytes are to be read: every format is tried on every record, and one that fails is out for good. */
export class FormatInference {
  #readers: readonly NamedReader[];
  #hasSeen = false;

  constructor(role: 'key' | 'value', lookup: SchemaLookup) {
    const readers = readersOf(lookup);
    this.#readers =
      role === 'value'
        ? readers
        : readers.flatMap(([name, read]) => [
            ...WINDOWS.map((type) => [`${type}(${name})`, windowed(type, read)] as const),
            [name, read] as const,
          ]);
  }

  /** The bytes in the first format that has read all of them so far. Throws SchemaNotLoadedError, and may be asked again then. */
  text(bytes: Buffer | null): string {
    if (bytes === null) return '<null>';
    this.#hasSeen = true;
    let shown: string | undefined;
    this.#readers = this.#readers.filter(([, read]) => {
      const text = read(bytes);
      shown ??= text;
      return text !== undefined;
    });
    return shown ?? printable(bytes);
  }

  /** Formats that could read all bytes so far. */
  possible(): readonly string[] {
    return this.#hasSeen ? this.#readers.map(([name]) => name) : NO_DATA;
  }
}

/** Bytes that are not text, as Kafka's `Bytes.toString` writes them. */
const printable = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
