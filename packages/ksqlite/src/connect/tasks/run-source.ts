/**
 * One life of a source's task: starts behind the offset that was committed last, then polls, converts, and writes records and offset in
 * one commit, one batch after the other.
 *
 * What must stay true: an offset is committed with the records before it and never without them; after a failure nothing more is
 * written by this life, since nobody knows what became of its last commit.
 */

import { messageOf } from '../../errors/message-of.ts';
import { isRefused, type OutgoingRecord, type Topics } from '../../topics/port.ts';
import type { SourceSettings } from '../config/common-config.ts';
import type { ReadConfig } from '../config/read-config.ts';
import { ConnectorError } from '../connector-error.ts';
import type { Converter } from '../converters/converter.ts';
import type { Data } from '../data.ts';
import type { SourceBatch, SourceConnector, SourceRecord, SourceTask } from '../port.ts';
import { type Life, noteCommit } from './life.ts';
import { sourceOffsets } from './source-offsets.ts';

/** Resolves once `life.signal` has fired. Throws what failed. */
export async function runSource(
  connector: SourceConnector,
  read: ReadConfig<SourceSettings, unknown>,
  life: Life,
): Promise<void> {
  const { name, runtime, clock, log, signal } = life;
  const topics = await runtime.connect(`connect-${name}`);
  try {
    const offsets = await sourceOffsets(topics, runtime.offsets, name);
    const task = await connector.start(read.own, { name, offset: offsets.last, clock, log, signal });
    const writer = new SourceWriter(topics, read, life);
    try {
      life.onRunning();
      await pollUntil(task, life, async ({ records, offset }) => {
        const written = await writer.prepare(records);
        // what was not written comes again
        if (signal.aborted) return;
        await offsets.commit(written, offset);
        life.counts.records += written.length;
        noteCommit(life);
        await task.committed?.(offset);
      });
    } finally {
      await task.stop();
    }
  } finally {
    await topics.close();
  }
}

async function pollUntil(
  task: SourceTask,
  { signal }: Life,
  write: (batch: SourceBatch) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const batch = await task.poll(signal);
    if (batch !== undefined) await write(batch);
    else if (!signal.aborted)
      throw new ConnectorError('the connector gave nothing, and was not told to stop');
  }
}

/** Makes a topic's records of a source's. */
class SourceWriter {
  readonly #topics: Topics;
  readonly #read: ReadConfig<SourceSettings, unknown>;
  readonly #life: Life;
  readonly #known = new Set<string>();

  constructor(topics: Topics, read: ReadConfig<SourceSettings, unknown>, life: Life) {
    this.#topics = topics;
    this.#read = read;
    this.#life = life;
  }

  /** Topics that are not there are made. Throws ConnectorError where a record can't be written and errors are not tolerated. */
  async prepare(records: readonly SourceRecord[]): Promise<readonly OutgoingRecord[]> {
    const prepared: OutgoingRecord[] = [];
    for (const record of records) {
      if (!this.#known.has(record.topic)) await this.#create(record.topic);
      const written = await this.#convert(record);
      if (written !== undefined) prepared.push(written);
    }
    return prepared;
  }

  async #convert(record: SourceRecord): Promise<OutgoingRecord | undefined> {
    const { topic, partition, timestamp, headers } = record;
    try {
      const { key: keyConverter, value: valueConverter } = this.#read;
      const key = written(keyConverter, topic, record.key);
      const value = written(valueConverter, topic, record.value);
      const outgoing: OutgoingRecord = {
        topic,
        key: key instanceof Promise ? await key : key,
        value: value instanceof Promise ? await value : value,
        ...(partition === undefined ? {} : { partition }),
        ...(timestamp === undefined ? {} : { timestamp }),
        ...(headers === undefined ? {} : { headers }),
      };
      const prepared = await this.#topics.prepare?.(outgoing);
      if (prepared === undefined) return outgoing;
      if (isRefused(prepared)) throw new Error(prepared.message);
      return prepared;
    } catch (error) {
      return this.#failed(topic, error);
    }
  }

  #failed(topic: string, error: unknown): undefined {
    const { settings } = this.#read;
    const message = `a record for the topic ${topic} can't be written: ${messageOf(error)}`;
    if (settings['errors.tolerance'] === 'none') throw new ConnectorError(message, { cause: error });
    this.#life.counts.errors++;
    if (settings['errors.log.enable']) this.#life.log.error(message, { connector: this.#life.name });
    return undefined;
  }

  async #create(topic: string): Promise<void> {
    if ((await this.#topics.ranges(topic)) === undefined)
      await this.#topics.create([
        { name: topic, partitions: this.#read.settings['topic.creation.default.partitions'] },
      ]);
    this.#known.add(topic);
    this.#life.onTopics([topic]);
  }
}

/** Bytes and nulls are written as they are. */
const written = (converter: Converter, topic: string, data: Data | Buffer | null) =>
  data === null || Buffer.isBuffer(data) ? data : converter.write(topic, data);
