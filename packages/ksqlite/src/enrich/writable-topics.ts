/**
 * What tells, before a commit, whether its records can be written: their topics and partitions are there, and the topics' own
 * `prepare` (schemas, sizes) takes them. A commit is all or nothing: one record that is refused there would end all that are with it,
 * and come again in the next session.
 *
 * One for each session: what is known of a topic is kept that long, so that one that was deleted fails one commit and is then found
 * missing. A topic that is not there is asked for again each time: it may be created.
 */
import { CommandError } from '../errors/command-error.ts';
import { isRefused, type OutgoingRecord, type RefusedRecord, type Topics } from '../topics/port.ts';

/** Records as they will be written, or why one of them can't be. */
export type Prepared = readonly OutgoingRecord[] | RefusedRecord;

/** A promise only where something has to be asked. Rejects where nobody can say whether they can be written. */
export type Prepare = (records: readonly OutgoingRecord[]) => Prepared | Promise<Prepared>;

export class WritableTopics {
  readonly #topics: Topics;
  /** how many partitions each topic has that is there */
  readonly #partitions: Map<string, number>;
  readonly #asking = new Map<string, Promise<string | undefined>>();

  /** @param partitions of topics that were there just now */
  constructor(topics: Topics, partitions: ReadonlyMap<string, number>) {
    this.#topics = topics;
    this.#partitions = new Map(partitions);
  }

  readonly prepare: Prepare = (records) =>
    records.every((record) => this.#isThere(record)) ? this.#encoded(records) : this.#afterAsking(records);

  #isThere({ topic, partition = 0 }: OutgoingRecord): boolean {
    return partition < (this.#partitions.get(topic) ?? 0);
  }

  async #afterAsking(records: readonly OutgoingRecord[]): Promise<Prepared> {
    for (const record of records) {
      if (this.#isThere(record)) continue;
      const why = await this.#ask(record.topic);
      if (!this.#isThere(record)) return { refused: 'no-topic', message: why ?? this.#missing(record) };
    }
    return this.#encoded(records);
  }

  #missing({ topic, partition }: OutgoingRecord): string {
    const count = this.#partitions.get(topic);
    if (count === undefined) return `there is no topic ${topic}`;
    return `topic ${topic} has no partition ${partition}, it has ${count}`;
  }

  /** Those who want the same topic share a question. Gives why it can't be known. */
  #ask(topic: string): Promise<string | undefined> {
    const asked = this.#asking.get(topic) ?? this.#look(topic).finally(() => this.#asking.delete(topic));
    this.#asking.set(topic, asked);
    return asked;
  }

  async #look(topic: string): Promise<string | undefined> {
    try {
      const ranges = await this.#topics.ranges(topic);
      if (ranges !== undefined) this.#partitions.set(topic, ranges.length);
      return undefined;
    } catch (error) {
      // one that this process may not even look at; were it all of them, the failure could not be committed either
      if (error instanceof CommandError && error.code === 'KAFKA_REFUSED') return error.message;
      throw error;
    }
  }

  #encoded(records: readonly OutgoingRecord[]): Prepared | Promise<Prepared> {
    if (this.#topics.prepare === undefined) return records;
    const made: OutgoingRecord[] = [];
    for (const record of records) {
      const prepared = this.#topics.prepare(record);
      if (prepared instanceof Promise) return this.#encodedLater(records, made, prepared);
      if (isRefused(prepared)) return prepared;
      made.push(prepared);
    }
    return made;
  }

  async #encodedLater(
    records: readonly OutgoingRecord[],
    made: OutgoingRecord[],
    next: Promise<OutgoingRecord | RefusedRecord>,
  ): Promise<Prepared> {
    const prepared = await next;
    if (isRefused(prepared)) return prepared;
    const rest = await this.#encoded(records.slice(made.length + 1));
    return isRefused(rest) ? rest : [...made, prepared, ...rest];
  }
}
