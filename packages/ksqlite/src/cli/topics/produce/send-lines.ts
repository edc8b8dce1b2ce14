/**
 * Lines as records of a topic: those that come together are sent together, all of them or none.
 *
 * What must stay true: no line is passed over without being told of, and records are sent in the order of their lines.
 */
import { CommandError } from '../../../errors/command-error.ts';
import type { OutgoingRecord } from '../../../topics/port.ts';
import type { EditableTopics } from '../open-broker.ts';
import { FIELD_FORMATS, type FieldFormatName } from '../records/field-format.ts';
import { type Field, lineRecord } from '../records/line-record.ts';
import type { SchemaFields } from '../records/schema-fields.ts';
import type { InputLine } from './input-lines.ts';
import type { SendOptions } from './produce-options.ts';

export interface SentLines {
  /** records that are durable */
  readonly sent: number;
  /** lines that were left out */
  readonly bad: number;
}

/** Of one commit at most. */
const BATCH = 1_000;
/** More lines than these are counted, and not told one by one. */
const TOLD = 20;

export class LineSender {
  readonly #options: SendOptions;
  readonly #topics: EditableTopics;
  /** Partitions of the topic. */
  readonly #partitions: number;
  readonly #schemas: SchemaFields | undefined;
  readonly #log: (line: string) => void;
  #sent = 0;
  #bad = 0;
  /** The last line that was sent, as `file:line`. */
  #upTo: string | undefined;

  /** @param parts.log told of lines that can't be sent */
  constructor(
    options: SendOptions,
    parts: {
      readonly topics: EditableTopics;
      readonly partitions: number;
      readonly schemas: SchemaFields | undefined;
      readonly log: (line: string) => void;
    },
  ) {
    this.#options = options;
    this.#topics = parts.topics;
    this.#partitions = parts.partitions;
    this.#schemas = parts.schemas;
    this.#log = parts.log;
  }

  get outcome(): SentLines {
    return { sent: this.#sent, bad: this.#bad };
  }

  /**
   * Sends lines; resolves when they are durable.
   *
   * @throws CommandError INPUT_UNREADABLE at a line that can't be sent, where that ends it: those before it are sent; what the topics throw,
   *   with how far it got
   */
  async send(lines: readonly InputLine[]): Promise<void> {
    for (let start = 0; start < lines.length; start += BATCH) {
      const batch = lines.slice(start, start + BATCH);
      const { records, problem } = await this.#recordsOf(batch);
      if (records.length > 0) await this.#produce(records);
      if (problem !== undefined) throw new CommandError('INPUT_UNREADABLE', this.#withProgress(problem));
      const last = batch.at(-1);
      if (last !== undefined) this.#upTo = `${last.file}:${last.number}`;
    }
  }

  async #recordsOf(
    lines: readonly InputLine[],
  ): Promise<{ readonly records: readonly OutgoingRecord[]; readonly problem?: string }> {
    const records: OutgoingRecord[] = [];
    for (const line of lines)
      try {
        records.push(await this.#recordOf(line));
      } catch (error) {
        // the registry does not answer: no line is to blame
        if (error instanceof CommandError || !(error instanceof Error)) throw error;
        const problem = `${line.file}:${line.number}: ${error.message}`;
        if (this.#options.strict) return { records, problem };
        this.#bad++;
        if (this.#bad <= TOLD) this.#log(problem);
        if (this.#bad === TOLD) this.#log('further lines that can’t be sent are counted');
      }
    return { records };
  }

  async #recordOf({ text }: InputLine): Promise<OutgoingRecord> {
    if (text === undefined) throw new Error('is not UTF-8');
    const { topic, formats, lines, key: given } = this.#options;
    const { key, value, timestamp, partition, headers } = lineRecord(text, formats, lines);
    const chosen = this.#partitionOf(partition);
    return {
      topic,
      key: await this.#bytesOf('key', key ?? keyOf(given, formats.key), formats.key),
      value: await this.#bytesOf('value', value, formats.value),
      headers,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(chosen === undefined ? {} : { partition: chosen }),
    };
  }

  async #bytesOf(
    part: 'key' | 'value',
    { bytes, raw }: Field,
    format: FieldFormatName,
  ): Promise<Buffer | null> {
    if (bytes === null || raw || format !== 'SCHEMA' || this.#schemas === undefined) return bytes;
    return this.#schemas.bytesOf(this.#options.topic, part, bytes);
  }

  #partitionOf(ofLine: number | undefined): number | undefined {
    const { topic, partition } = this.#options;
    if (partition === 'key') return undefined;
    if (partition !== 'line') return partition;
    if (ofLine !== undefined && ofLine >= this.#partitions)
      throw new Error(
        `"partition" is ${ofLine}, and ${topic} has ${this.#partitions}, from 0: --repartition goes by the key`,
      );
    return ofLine;
  }

  async #produce(records: readonly OutgoingRecord[]): Promise<void> {
    try {
      await this.#topics.produce(records);
    } catch (error) {
      if (error instanceof CommandError) throw error.withMessage(this.#withProgress(error.message));
      throw error;
    }
    this.#sent += records.length;
  }

  #withProgress(message: string): string {
    const upTo = this.#upTo === undefined ? '' : `, all up to ${this.#upTo}`;
    return `${message} (sent before: ${this.#sent} records${upTo})`;
  }
}

/** `--key`, as a key in a line would be read. */
function keyOf(given: string | undefined, format: FieldFormatName): Field {
  if (given === undefined) return { bytes: null, raw: false };
  const isText = format === 'TEXT' || format === 'JSON';
  return { bytes: isText ? Buffer.from(given) : FIELD_FORMATS[format].bytesOfLine(given), raw: false };
}
