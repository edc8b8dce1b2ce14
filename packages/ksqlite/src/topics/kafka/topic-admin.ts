import { CommandError } from '../../errors/command-error.ts';
import type { NewTopic, PartitionRange } from '../port.ts';
import { CODES, codeOf, kafkaError } from './native/kafka-error.ts';
import {
  answer,
  type Callback,
  type ListedOffset,
  type NativeAdmin,
  type NativeKafka,
  type TopicDescription,
} from './native/native-client.ts';

/** ListOffsets' isolation levels. */
const READ_COMMITTED = 1;
const REQUEST_MS = 20_000;
const CREATED_MS = 20_000;
/** Who was answered so short a time ago is not asked whether it is there. */
const JUST_NOW_MS = 1_000;
/** Only segments that are full are compacted, and only when enough of the topic is: the defaults, 1 GiB and a half, are never reached. */
const COMPACTED = {
  'cleanup.policy': 'compact',
  'segment.bytes': '1048576',
  'min.cleanable.dirty.ratio': '0.1',
};
const LOOK_AGAIN_MS = 50;

/**
 * Topics and their offsets, over the admin half of a client. Throws CommandErrors KAFKA_… and TOPIC_PARTITIONS.
 *
 * What must stay true: while no broker is there, none of it takes CPU time. The client's describeTopics and listOffsets look for a broker in a
 * busy loop (measured: half a core and more, until their time is over); its listTopics, a request for metadata, waits quietly, and is
 * asked first where no request was answered just now.
 */
export class TopicAdmin {
  readonly #kafka: NativeKafka;
  readonly #admin: NativeAdmin;
  readonly #bootstrap: string;
  readonly #now: () => number;
  /** when a request was last answered; -Infinity: one has failed since, or the client has told an error */
  #answeredAt = Number.NEGATIVE_INFINITY;

  /** @param now ms, of a clock that is never set back */
  constructor(
    kafka: NativeKafka,
    admin: NativeAdmin,
    bootstrap: string,
    now: () => number = () => performance.now(),
  ) {
    this.#kafka = kafka;
    this.#admin = admin;
    this.#bootstrap = bootstrap;
    this.#now = now;
  }

  /** To be called when the client tells an error of its connections. */
  readonly suspect = (): void => {
    this.#answeredAt = Number.NEGATIVE_INFINITY;
  };

  /** How many partitions each has; a topic that is not there, or can't be for its name, is left out. */
  async partitions(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (topics.length === 0) return new Map();
    const described = await this.#answered<readonly TopicDescription[]>('describe topics', (done) =>
      this.#admin.describeTopics(topics, { timeout: REQUEST_MS }, done),
    );
    const counts = new Map<string, number>();
    for (const topic of described) {
      if (topic.error && topic.error.code !== CODES.unknownTopic && topic.error.code !== CODES.invalidTopic)
        throw kafkaError(topic.error, `describe ${topic.name}`, this.#bootstrap);
      if (!topic.error) counts.set(topic.name, topic.partitions.length);
    }
    return counts;
  }

  /** Creates those that are not there; resolves when the broker shows all of them. */
  async create(wanted: readonly NewTopic[]): Promise<void> {
    const names = wanted.map(({ name }) => name);
    const there = await this.partitions(names);
    for (const topic of wanted) if (!there.has(topic.name)) await this.#createOne(topic);
    // A created topic is known to the broker's metadata a moment later.
    const known = await until(CREATED_MS, async () => {
      const counts = await this.partitions(names);
      return counts.size === new Set(names).size ? counts : undefined;
    });
    for (const topic of wanted) this.#checkCreated(topic, known?.get(topic.name));
  }

  list(): Promise<readonly string[]> {
    return this.#answered<readonly string[]>('list topics', (done) =>
      this.#admin.listTopics({ timeout: REQUEST_MS }, done),
    );
  }

  /** Of all partitions of a topic; undefined: there is no such topic. */
  async ranges(topic: string): Promise<readonly PartitionRange[] | undefined> {
    const count = (await this.partitions([topic])).get(topic);
    if (count === undefined) return undefined;
    return this.rangeOf(
      topic,
      Array.from({ length: count }, (_, partition) => partition),
    );
  }

  /** The first offset kept, and one past the last committed one, of several partitions. Throws when one is not there. */
  async rangeOf(topic: string, partitions: readonly number[]): Promise<readonly PartitionRange[]> {
    const [starts, ends] = await Promise.all([
      this.#offsets(topic, partitions, this.#kafka.OffsetSpec.EARLIEST),
      this.#offsets(topic, partitions, this.#kafka.OffsetSpec.LATEST),
    ]);
    return partitions.map((partition) => ({
      partition,
      start: starts.get(partition) ?? 0,
      end: ends.get(partition) ?? 0,
    }));
  }

  async #createOne({ name, partitions, stampedByBroker, retentionMs, compacted }: NewTopic): Promise<void> {
    const config = {
      ...(stampedByBroker ? { 'message.timestamp.type': 'LogAppendTime' } : {}),
      ...(retentionMs === undefined ? {} : { 'retention.ms': String(retentionMs) }),
      ...(compacted ? COMPACTED : {}),
    };
    const topic = { topic: name, num_partitions: partitions, replication_factor: -1, config };
    try {
      await answer((done) => this.#admin.createTopic(topic, REQUEST_MS, done));
    } catch (error) {
      if (codeOf(error) !== CODES.topicExists)
        throw kafkaError(error, `create topic ${name}`, this.#bootstrap);
    }
  }

  /** @param found its partitions; undefined: the broker does not show it */
  #checkCreated({ name, partitions }: NewTopic, found: number | undefined): void {
    if (found === undefined)
      throw new CommandError(
        'KAFKA_AWAY',
        `Kafka at ${this.#bootstrap} created ${name}, but does not show it`,
      );
    if (found !== partitions)
      throw new CommandError(
        'TOPIC_PARTITIONS',
        `Topic ${name} has ${found} partitions and must have ${partitions}: every topic of a join needs the same ` +
          'number. Delete it, or name another Kafka',
      );
  }

  /** @param offset one of the client's OffsetSpecs */
  async #offsets(
    topic: string,
    partitions: readonly number[],
    offset: object,
  ): Promise<ReadonlyMap<number, number>> {
    const doing = `list the offsets of ${topic}`;
    const found = await this.#answered<readonly ListedOffset[]>(doing, (done) =>
      this.#admin.listOffsets(
        partitions.map((partition) => ({ topic, partition, offset })),
        { timeout: REQUEST_MS, isolationLevel: READ_COMMITTED },
        done,
      ),
    );
    for (const { error } of found) if (error) throw kafkaError(error, doing, this.#bootstrap);
    return new Map(found.map((each) => [each.partition, each.offset]));
  }

  /** The client's answer. @throws CommandError that names what was being done */
  async #answered<T>(doing: string, ask: (done: Callback<T>) => void): Promise<T> {
    try {
      if (this.#now() - this.#answeredAt > JUST_NOW_MS)
        await answer((done) => this.#admin.listTopics({ timeout: REQUEST_MS }, done));
      const result = await answer<T>(ask);
      this.#answeredAt = this.#now();
      return result;
    } catch (error) {
      this.suspect();
      throw kafkaError(error, doing, this.#bootstrap);
    }
  }
}

/** Asks until there is an answer, `ms` long at most. */
async function until<T>(ms: number, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const end = performance.now() + ms; ; ) {
    const found = await ask();
    if (found !== undefined || performance.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
