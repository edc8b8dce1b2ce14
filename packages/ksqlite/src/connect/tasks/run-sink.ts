/**
 * One life of a sink's task: a member of the group `connect-NAME` polls, reads records with the converters, has the task put them, and
 * commits offsets and dead letters in one commit after that.
 *
 * What must stay true: an offset is committed only after all before it was put, or is a dead letter in the same commit or an
 * earlier one. A life that fails commits nothing more: the next begins from what is committed, so records may be put twice, and never
 * not at all.
 */
import type { Subscription, TopicRecord } from '../../topics/port.ts';
import type { SinkSettings } from '../config/common-config.ts';
import type { ReadConfig } from '../config/read-config.ts';
import { NotReadable } from '../converters/sql-converter.ts';
import type { SinkConnector, SinkRecord, SinkTask } from '../port.ts';
import type { Stage } from './dead-letter.ts';
import { gatherMore } from './gather-more.ts';
import { noteCommit, type SinkLife } from './life.ts';
import { SinkErrors } from './sink-errors.ts';
import { SinkProgress } from './sink-progress.ts';

/** Records of one put, at most: Kafka's max.poll.records. */
const POLL_RECORDS = 500;
/** A task that gathers records is asked so often, ms, when none come. */
const IDLE_PUT_MS = 1_000;

/** Resolves once `life.signal` has fired. Throws what failed. */
export async function runSink(
  connector: SinkConnector,
  read: ReadConfig<SinkSettings, unknown>,
  life: SinkLife,
): Promise<void> {
  const { name, runtime, clock, log, signal } = life;
  const { topics: from } = read.settings;
  const topics = await runtime.connect(`connect-${name}-${life.task}`);
  try {
    const letters = read.settings['errors.deadletterqueue.topic.name'];
    if (letters !== undefined && (await topics.ranges(letters)) === undefined)
      await topics.create([{ name: letters, partitions: 1 }]);
    const errors = new SinkErrors(connector.class, read.settings, life);
    const task = await connector.start(read.own, {
      name,
      clock,
      log,
      signal,
      report: errors.report,
      passOver: errors.passOver,
      endOf: async (topic, partition) =>
        (await topics.ranges(topic))?.find((range) => range.partition === partition)?.end,
    });
    try {
      const progress = new SinkProgress();
      const subscription = await topics.subscribe({
        group: `connect-${name}`,
        topics: from,
        from: 'earliest',
        onRevoked: (partitions) => {
          progress.revoke(partitions);
          errors.revoke(partitions);
          task.revoked?.(partitions);
        },
      });
      life.onRunning();
      life.onTopics(from);
      await new SinkSession({ task, read, life, subscription, progress, errors }).run();
    } finally {
      await task.stop();
    }
  } finally {
    await topics.close();
  }
}

interface Session {
  readonly task: SinkTask;
  readonly read: ReadConfig<SinkSettings, unknown>;
  readonly life: SinkLife;
  readonly subscription: Subscription;
  readonly progress: SinkProgress;
  readonly errors: SinkErrors;
}

class SinkSession {
  readonly #with: Session;

  constructor(session: Session) {
    this.#with = session;
  }

  async run(): Promise<void> {
    const { task, life, progress } = this.#with;
    const { signal } = life;
    while (!signal.aborted) {
      const polled = await this.#poll();
      if (signal.aborted) break;
      const records = await this.#converted(polled);
      await task.put(records, signal);
      // what was given up in the middle comes again
      if (signal.aborted) break;
      life.counts.records += records.length;
      progress.add(polled);
      await this.#commit();
    }
  }

  /** Who gathers records is asked without any, too. */
  async #poll(): Promise<readonly TopicRecord[]> {
    const { task, life, subscription } = this.#with;
    const { signal } = life;
    const most = Math.min(POLL_RECORDS, task.batch?.records ?? POLL_RECORDS);
    if (task.safeOffsets !== undefined) return this.#pollIdly(most);
    const polled = await subscription.poll(most, signal);
    if (polled.length === 0 && !signal.aborted) throw new Error('the subscription was closed');
    return task.batch === undefined
      ? polled
      : gatherMore(polled, { ...life, subscription, most }, task.batch);
  }

  async #pollIdly(most: number): Promise<readonly TopicRecord[]> {
    const { life, subscription } = this.#with;
    const { signal, clock } = life;
    const idle = new AbortController();
    const abort = () => idle.abort();
    const cancel = clock.after(IDLE_PUT_MS, abort);
    signal.addEventListener('abort', abort);
    try {
      return await subscription.poll(most, idle.signal);
    } finally {
      cancel();
      signal.removeEventListener('abort', abort);
    }
  }

  async #converted(polled: readonly TopicRecord[]): Promise<readonly SinkRecord[]> {
    const { read, errors, life } = this.#with;
    const { readSql } = life.runtime;
    const records: SinkRecord[] = [];
    for (const origin of polled) {
      let stage: Stage = 'KEY_CONVERTER';
      try {
        const key = await read.key.read(origin.topic, origin.key, readSql);
        stage = 'VALUE_CONVERTER';
        const value = await read.value.read(origin.topic, origin.value, readSql);
        records.push({ key, value, origin });
      } catch (error) {
        if (error instanceof NotReadable) throw error;
        errors.add(origin, stage, error);
      }
    }
    return records;
  }

  async #commit(): Promise<void> {
    const { task, life, subscription, progress, errors } = this.#with;
    const open = progress.open();
    const safe = (await task.safeOffsets?.(open)) ?? open;
    if (safe.length === 0) return;
    const letters = errors.before(safe);
    await subscription.commit(
      letters,
      safe.map((one) => ({ ...one, metadata: '' })),
    );
    progress.commit(safe);
    errors.committed(letters);
    noteCommit(life);
  }
}
