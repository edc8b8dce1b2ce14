import { KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { type SchemaLookup, SchemaNotLoadedError } from '../../schemas/schema-lookup.ts';
import { RowBuffer } from '../transient/row-buffer.ts';
import { type PartitionRecord, RecordLines } from './record-lines.ts';

/** PRINT at work. */
export interface RunningPrint {
  /** Without line ends; for one reader, leaving the loop closes it. */
  readonly lines: AsyncIterable<string>;
  /** At any time, more than once as well. */
  close(): void;
}

export interface PrintOptions {
  readonly topic: string;
  readonly fromBeginning: boolean;
  /** One record out of this many is shown. */
  readonly interval: number;
  readonly limit: number;
}

type Partitions = NonNullable<ReturnType<TopicLog['topics']['get']>>['partitions'];

const MAX_BUFFERED_LINES = 1_000;
/** A schema is on its way from a registry in another process: the records that need it are looked at again. */
const RETRY_MS = 100;
/** Records that a turn of the event loop reads. */
const BATCH = 200;

/**
 * Shows a topic's records as ksqlDB's PRINT does: committed ones only, partition by partition, then those that come.
 * It waits for its reader and holds nothing in memory.
 *
 * @param onEnd it was closed, left, or is at its limit
 * @throws KsqlError TOPIC_UNKNOWN
 */
export const printTopic = (
  log: TopicLog,
  lookup: SchemaLookup,
  options: PrintOptions,
  onEnd: () => void,
): RunningPrint => new TopicPrint(log, lookup, options, onEnd);

class TopicPrint implements RunningPrint {
  readonly lines: RowBuffer<string>;
  readonly #log: TopicLog;
  readonly #options: PrintOptions;
  readonly #onEnd: () => void;
  readonly #partitions: Partitions;
  /** The next offset to read, by partition. */
  readonly #offsets: number[];
  readonly #recordLines: RecordLines;
  readonly #stopListening: () => void;
  #seen = 0;
  #shown = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(log: TopicLog, lookup: SchemaLookup, options: PrintOptions, onEnd: () => void) {
    const { topic, fromBeginning, limit } = options;
    const partitions = log.topics.get(topic)?.partitions;
    if (partitions === undefined)
      throw new KsqlError(
        'TOPIC_UNKNOWN',
        `Could not find topic '${topic}', or the KSQL user does not have permissions to list the topic. Topic names are case-sensitive.`,
      );
    this.#log = log;
    this.#recordLines = new RecordLines(lookup);
    this.#options = options;
    this.#onEnd = onEnd;
    this.#partitions = partitions;
    this.#offsets = partitions.map(({ logStartOffset, highWatermark }) =>
      fromBeginning ? logStartOffset : highWatermark,
    );
    const wake = (): void => this.#wake();
    this.lines = new RowBuffer(MAX_BUFFERED_LINES, wake, () => this.close());
    this.#stopListening = log.onCommitted(wake);
    if (limit < 1) this.#finish();
    else wake();
  }

  close(): void {
    this.#stop();
    this.lines.discard();
  }

  /** No more lines come; those in the buffer are still read. */
  #finish(): void {
    this.#stop();
    this.lines.end();
  }

  #stop(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#onEnd();
  }

  #wake(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    if (this.#isClosed || this.lines.isFull()) return;
    const before = [...this.#offsets];
    try {
      const batch = this.#nextBatch();
      if (batch.length > 0) this.#show(batch);
      else this.#checkTopic();
    } catch (error) {
      if (error instanceof SchemaNotLoadedError) {
        this.#offsets.splice(0, before.length, ...before);
        setTimeout(() => this.#wake(), RETRY_MS);
        return;
      }
      this.#stop();
      this.lines.fail(error);
    }
  }

  #nextBatch(): readonly PartitionRecord[] {
    const batch: PartitionRecord[] = [];
    this.#partitions.forEach((partition, i) => {
      let offset = Math.max(partition.logStartOffset, this.#offsets[i] ?? 0);
      for (; offset < partition.highWatermark && batch.length < BATCH; offset++)
        batch.push({ partition: partition.partition, record: partition.get(offset) });
      this.#offsets[i] = offset;
    });
    return batch;
  }

  #show(batch: readonly PartitionRecord[]): void {
    const { interval, limit } = this.#options;
    const { formats, lines } = this.#recordLines.of(batch);
    for (const format of formats) this.lines.push(format);
    for (const line of lines) {
      if (this.#seen++ % interval !== 0) continue;
      this.lines.push(line);
      if (++this.#shown >= limit) {
        this.#finish();
        return;
      }
    }
    this.#wake();
  }

  #checkTopic(): void {
    const { topic } = this.#options;
    if (this.#log.topics.get(topic)?.partitions !== this.#partitions)
      throw new KsqlError('TOPIC_UNKNOWN', `topic ${topic} was deleted`);
  }
}
