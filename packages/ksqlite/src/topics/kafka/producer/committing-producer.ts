import { CommandError } from '../../../errors/command-error.ts';
import type { OutgoingRecord } from '../../port.ts';
import { kafkaError } from '../native/kafka-error.ts';
import type { TopicAdmin } from '../topic-admin.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

/** A transaction takes up no further batch once it holds this many records. */
const TRANSACTION_RECORDS = 20_000;

interface Batch {
  readonly records: readonly OutgoingRecord[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface CommittingProducer {
  /** Resolves when the producer is open, and what an older one of its name had begun is ended. Throws LineErrors. */
  ready(): Promise<void>;
  /** Writes all records or none; resolves when they are committed. Throws LineErrors. */
  produce(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * One transaction at a time; what is produced meanwhile goes into the next one, so transactions grow as far as the
 * broker is slow. A producer that is of no use any more is replaced at the next one.
 */
export function committingProducer(options: {
  readonly open: () => Promise<TransactionalProducer>;
  readonly admin: TopicAdmin;
  readonly bootstrap: string;
}): CommittingProducer {
  const { open, admin, bootstrap } = options;
  const known = new Map<string, number>(); // topics that were there, and their partitions
  let waiting: Batch[] = [];
  let producer: TransactionalProducer | undefined;
  let work: Promise<void> | undefined;

  const checkTopics = async (records: readonly OutgoingRecord[]) => {
    const names = new Set(records.map(({ topic }) => topic));
    const unknown = [...names].filter((name) => !known.has(name));
    for (const [name, count] of await admin.partitions(unknown)) known.set(name, count);
    for (const { topic, partition = 0 } of records) {
      const count = known.get(topic);
      if (count === undefined)
        throw new CommandError('TOPIC_UNKNOWN', `There is no topic ${topic}; create it first`);
      if (partition < 0 || partition >= count)
        throw new CommandError('TOPIC_UNKNOWN', `Topic ${topic} has no partition ${partition}`);
    }
  };

  const next = (): readonly Batch[] => {
    const group: Batch[] = [];
    let records = 0;
    for (const batch of waiting) {
      if (group.length > 0 && records + batch.records.length > TRANSACTION_RECORDS) break;
      group.push(batch);
      records += batch.records.length;
    }
    waiting = waiting.slice(group.length);
    return group;
  };

  const writeAll = async () => {
    while (waiting.length > 0) {
      const group = next();
      try {
        if (producer?.broken()) {
          await producer.close();
          producer = undefined;
        }
        producer ??= await open();
        await producer.transact(group.flatMap(({ records }) => records));
        for (const { done } of group) done();
      } catch (error) {
        const commitError = kafkaError(error, 'commit a transaction', bootstrap);
        for (const { failed } of group) failed(commitError);
      }
    }
    work = undefined;
  };

  return {
    ready: async () => {
      producer ??= await open();
    },
    produce: async (records) => {
      if (records.length === 0) return;
      await checkTopics(records);
      await new Promise<void>((done, failed) => {
        waiting.push({ records, done, failed });
        work ??= writeAll();
      });
    },
    close: async () => {
      await work;
      await producer?.close();
      producer = undefined;
    },
  };
}
