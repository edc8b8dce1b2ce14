import { asBuffer, type LogRecord } from '../../log/topics/log-record.ts';
import type { SchemaLookup } from '../../schemas/schema-lookup.ts';
import { FormatInference } from './infer-format.ts';

export interface PartitionRecord {
  readonly partition: number;
  readonly record: LogRecord;
}

const UNKNOWN =
  ' does not match any supported format. It may be a STRING with encoding other than UTF8, or some other format.';

/** Turns a topic's records into the lines of PRINT, batch by batch. */
export class RecordLines {
  readonly #keys: FormatInference;
  readonly #values: FormatInference;
  /** What was last said of the formats. */
  #said = { key: '', value: '' };

  constructor(lookup: SchemaLookup) {
    this.#keys = new FormatInference('key', lookup);
    this.#values = new FormatInference('value', lookup);
  }

  /** The lines of a batch; `formats` says what is new about how key and value are read. Throws SchemaNotLoadedError: to be asked again. */
  of(batch: readonly PartitionRecord[]): {
    readonly formats: readonly string[];
    readonly lines: readonly string[];
  } {
    const used = this.#formats();
    let lines = batch.map((one) => this.#line(one));
    const left = this.#formats();
    // a format that later records ruled out was used for earlier ones: once more, in the one that is left
    if (left.key[0] !== used.key[0] || left.value[0] !== used.value[0])
      lines = batch.map((one) => this.#line(one));
    const now = { key: list(left.key), value: list(left.value) };
    const formats = [
      ...(now.key === this.#said.key ? [] : [`Key format: ${now.key}`]),
      ...(now.value === this.#said.value ? [] : [`Value format: ${now.value}`]),
    ];
    this.#said = now;
    return { formats, lines };
  }

  #formats(): { readonly key: readonly string[]; readonly value: readonly string[] } {
    return { key: this.#keys.possible(), value: this.#values.possible() };
  }

  #line({ partition, record }: PartitionRecord): string {
    const key = this.#keys.text(asBuffer(record.key));
    const value = this.#values.text(asBuffer(record.value));
    return `rowtime: ${rowtime(record.timestamp)}, key: ${key}, value: ${value}, partition: ${partition}`;
  }
}

const list = (possible: readonly string[]): string =>
  possible.length === 0 ? UNKNOWN : possible.join(' or ');

/** `2023/11/14 22:13:20.000 Z` */
const rowtime = (ms: number): string =>
  `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '').replaceAll('-', '/')} Z`;
