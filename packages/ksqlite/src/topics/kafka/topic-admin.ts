import { CommandError } from '../../errors/command-error.ts';
import type { NewTopic, PartitionRange } from '../port.ts';
import { CODES, codeOf, kafkaError } from './native/kafka-error.ts';
import {
  answer,
  type ListedOffset,
  type NativeAdmin,
  type NativeKafka,
  type TopicDescription,
} from './native/native-client.ts';

/** ListOffsets' isolation levels. */
const READ_COMMITTED = 1;
const REQUEST_MS = 20_000;
const CREATED_MS = 20_000;
const LOOK_AGAIN_MS = 50;

export interface TopicAdmin {
  /** How many partitions each has; a topic that is not there is left out. */
  partitions(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  create(topics: readonly NewTopic[]): Promise<void>;
  list(): Promise<readonly string[]>;
  ranges(topic: string): Promise<readonly PartitionRange[] | undefined>;
  /** One past the last committed offset of a partition. Throws when there is no such partition. */
  highWatermark(topic: string, partition: number): Promise<number>;
  /** The same, and the first offset kept, of several. */
  rangeOf(topic: string, partitions: readonly number[]): Promise<readonly PartitionRange[]>;
}

/** Topics and their offsets, over the admin half of a client. Throws LineErrors. */
export function topicAdmin(kafka: NativeKafka, admin: NativeAdmin, bootstrap: string): TopicAdmin {
  const telling = async <T>(doing: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw kafkaError(error, doing, bootstrap);
    }
  };

  const partitions = async (topics: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    if (topics.length === 0) return new Map();
    const described = await telling(
      'describe topics',
      answer<readonly TopicDescription[]>((done) =>
        admin.describeTopics(topics, { timeout: REQUEST_MS }, done),
      ),
    );
    const counts = new Map<string, number>();
    for (const topic of described) {
      if (topic.error && topic.error.code !== CODES.unknownTopic)
        throw kafkaError(topic.error, `describe ${topic.name}`, bootstrap);
      if (!topic.error) counts.set(topic.name, topic.partitions.length);
    }
    return counts;
  };

  const createOne = async ({ name, partitions: count, stampedByBroker, retentionMs }: NewTopic) => {
    const config = {
      ...(stampedByBroker ? { 'message.timestamp.type': 'LogAppendTime' } : {}),
      ...(retentionMs === undefined ? {} : { 'retention.ms': String(retentionMs) }),
    };
    const topic = { topic: name, num_partitions: count, replication_factor: -1, config };
    try {
      await answer((done) => admin.createTopic(topic, REQUEST_MS, done));
    } catch (error) {
      if (codeOf(error) !== CODES.topicExists) throw kafkaError(error, `create topic ${name}`, bootstrap);
    }
  };

  const offsets = (topic: string, asked: readonly number[], offset: object) =>
    telling(
      `list the offsets of ${topic}`,
      answer<readonly ListedOffset[]>((done) =>
        admin.listOffsets(
          asked.map((partition) => ({ topic, partition, offset })),
          { timeout: REQUEST_MS, isolationLevel: READ_COMMITTED },
          done,
        ),
      ).then((found) => {
        for (const { error } of found) if (error) throw error;
        return new Map(found.map((each) => [each.partition, each.offset]));
      }),
    );

  const rangeOf = async (topic: string, asked: readonly number[]): Promise<readonly PartitionRange[]> => {
    const [starts, ends] = await Promise.all([
      offsets(topic, asked, kafka.OffsetSpec.EARLIEST),
      offsets(topic, asked, kafka.OffsetSpec.LATEST),
    ]);
    return asked.map((partition) => ({
      partition,
      start: starts.get(partition) ?? 0,
      end: ends.get(partition) ?? 0,
    }));
  };

  return {
    partitions,
    rangeOf,
    create: async (wanted) => {
      const there = await partitions(wanted.map(({ name }) => name));
      for (const topic of wanted) if (!there.has(topic.name)) await createOne(topic);
      // A created topic is known to the broker's metadata a moment later.
      const known = await until(CREATED_MS, async () => {
        const counts = await partitions(wanted.map(({ name }) => name));
        return counts.size === new Set(wanted.map(({ name }) => name)).size ? counts : undefined;
      });
      for (const { name, partitions: count } of wanted) {
        const found = known?.get(name);
        if (found === undefined)
          throw new CommandError('KAFKA_AWAY', `Kafka at ${bootstrap} created ${name}, but does not show it`);
        if (found !== count)
          throw new CommandError(
            'TOPIC_PARTITIONS',
            `Topic ${name} has ${found} partitions and must have ${count}: every topic of a join needs the same ` +
              'number. Delete it, or name another Kafka',
          );
      }
    },
    list: async () =>
      telling(
        'list topics',
        answer<readonly string[]>((done) => admin.listTopics({ timeout: REQUEST_MS }, done)),
      ),
    ranges: async (topic) => {
      const count = (await partitions([topic])).get(topic);
      if (count === undefined) return undefined;
      return rangeOf(
        topic,
        Array.from({ length: count }, (_, partition) => partition),
      );
    },
    highWatermark: async (topic, partition) =>
      (await offsets(topic, [partition], kafka.OffsetSpec.LATEST)).get(partition) ?? 0,
  };
}

/** Asks until there is an answer, `ms` long at most. */
async function until<T>(ms: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const end = performance.now() + ms; ; ) {
    const found = await ask();
    if (found !== undefined || performance.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
