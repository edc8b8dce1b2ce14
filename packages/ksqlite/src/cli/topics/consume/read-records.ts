import type { Clock } from '../../../clock/clock.ts';
import { sleep } from '../../../clock/sleep.ts';
import { CommandError } from '../../../errors/command-error.ts';
import { rangesOf, readRange } from '../../../topics/dump.ts';
import type { PartitionRange, ReadableTopics, TopicRecord } from '../../../topics/port.ts';
import { firstOffset, type StartPoint } from './start-point.ts';

const LOOK_EVERY_MS = 250;

export interface ReadOptions {
  readonly topics: ReadableTopics;
  readonly name: string;
  /** what messages call the place */
  readonly where: string;
  readonly from: StartPoint;
  /** undefined: all */
  readonly partition: number | undefined;
  readonly follow: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** waits after a failure between two looks; throws when they have lasted too long */
  readonly retry: {
    readonly answered: () => void;
    readonly afterFailure: (error: unknown) => Promise<void>;
  };
}

/**
 * A topic's records, each partition in order of offset: what is there when it begins, or, to follow it, also what comes until the signal fires.
 *
 * @throws CommandError TOPIC_UNKNOWN
 */
export async function* readRecords(options: ReadOptions): AsyncGenerator<readonly TopicRecord[], void> {
  const { topics, name, where, follow, clock, signal, retry } = options;
  const reading = new Reading(options);
  while (!signal.aborted) {
    try {
      for (const range of await rangesOf(topics, name, where))
        for await (const { records, offset } of readRange(topics, name, reading.rest(range))) {
          const wanted = reading.pass(range.partition, records, offset);
          if (wanted.length > 0) yield wanted;
          if (signal.aborted) return;
        }
      reading.begun = true;
      retry.answered();
      if (!follow) return;
    } catch (error) {
      if (!follow || (error instanceof CommandError && error.code === 'TOPIC_UNKNOWN')) throw error;
      await retry.afterFailure(error);
    }
    await sleep(clock, LOOK_EVERY_MS, signal);
  }
}

/** How far each partition was read. */
class Reading {
  /** Whether all partitions were met: one that comes later is read from its beginning. */
  begun = false;
  readonly #from: StartPoint;
  readonly #partition: number | undefined;
  /** Records from here on are wanted; undefined: all. ms */
  readonly #since: number | undefined;
  readonly #next = new Map<number, number>();
  /** Partitions in which the first record that is wanted was met. */
  readonly #met = new Set<number>();

  constructor({ from, partition, clock }: ReadOptions) {
    this.#from = from;
    this.#partition = partition;
    if (from.kind === 'time') this.#since = from.ms;
    if (from.kind === 'ago') this.#since = clock.now() - from.ms;
  }

  /** What of a partition is not read yet. */
  rest(range: PartitionRange): PartitionRange {
    const { partition, start, end } = range;
    if (this.#partition !== undefined && partition !== this.#partition) return { ...range, start: end };
    let next = this.#next.get(partition);
    if (next === undefined) {
      next = this.begun ? start : firstOffset(this.#from, range);
      this.#next.set(partition, next);
    }
    return { ...range, start: Math.max(start, next) };
  }

  /** Notes that a partition was read up to an offset. Returns the records that are wanted. */
  pass(partition: number, records: readonly TopicRecord[], offset: number): readonly TopicRecord[] {
    this.#next.set(partition, offset);
    const since = this.#since;
    if (since === undefined || this.#met.has(partition)) return records;
    const first = records.findIndex(({ timestamp }) => timestamp >= since);
    if (first < 0) return [];
    this.#met.add(partition);
    return records.slice(first);
  }
}
