import { CommandError } from '../../../errors/command-error.ts';
import type {
  CommittedOffset,
  OutgoingRecord,
  SubscribeOptions,
  Subscription,
  TopicRecord,
} from '../../port.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import { connectClient, disconnectClient, REQUEST_MS } from '../native/connect-client.ts';
import { CODES, codeOf, kafkaError } from '../native/kafka-error.ts';
import {
  answer,
  type NativeConsumer,
  type NativeError,
  type NativeKafka,
  type NativeMessage,
  type NativePartition,
} from '../native/native-client.ts';
import type { TransactionalProducer } from '../producer/transactional-producer.ts';
import type { TopicAdmin } from '../topic-admin.ts';
import { topicRecord } from '../topic-record.ts';
import { consumerConfig } from './consumer-config.ts';
import { nameOf, recordBuffer } from './record-buffer.ts';
import { type StallWatch, stallWatch } from './stall-watch.ts';
import { startOffsets } from './start-offsets.ts';

/** Records fetched ahead of `poll`: fetching stops at the upper bound and continues at the lower one. */
const BUFFER_FULL = 2_000;
const BUFFER_LOW = 500;
const FETCH_RECORDS = 1_000;
/** How long the consumer is left alone when it had nothing; ms. */
const IDLE_MS = 10;
/** The broker's offset.metadata.max.bytes, less the terminator that the client adds. */
const METADATA_LIMIT = 4_095;
/** How long a commit is tried again while the group is rebalancing; ms. */
const REBALANCE_MS = 10_000;
const RETRY_MS = 50;
/** How long offsets that a transaction still holds are waited for: longer than the broker keeps one open. ms */
const START_OFFSETS_MS = 45_000;
/** The group has moved on, and this member's new generation is not here yet. */
const REBALANCE_CODES: readonly number[] = [
  CODES.illegalGeneration,
  CODES.unknownMember,
  CODES.rebalanceInProgress,
];

export interface SubscriptionDeps {
  readonly kafka: NativeKafka;
  readonly settings: KafkaSettings;
  readonly clientId: string;
  readonly admin: TopicAdmin;
  /** This subscription's own; closed with it. */
  readonly producer: TransactionalProducer;
  /** Reads at an offset, outside the group. */
  readonly isThere: (topic: string, partition: number, offset: number) => Promise<boolean>;
  /** A consumer that brings no records for this long, with some to read, has stopped; ms. */
  readonly stallMs: number;
  readonly onClosed: () => void;
}

interface Rebalance {
  readonly assign: boolean;
  readonly partitions: readonly NativePartition[];
}
interface Place extends NativePartition {
  /** of the next record */
  next: number;
}

/**
 * A member of a consumer group. The consumer is asked all the time, whether or not anyone polls: only so does it take
 * part in rebalances. What is fetched waits in a buffer; while that is full, fetching is paused, by librdkafka's own pause
 * between two fetches (what loses records is the pause of the client's other half, in `eachBatch`).
 *
 * A partition that is taken away is no longer ours at once: its records are dropped, and no new commit may carry it. The
 * group is told only when the commit under way has ended. So a generation's commits are over before the next begins, and
 * what a member that was thought dead still sends is refused by the broker (KIP-447).
 */
export class KafkaSubscription implements Subscription {
  readonly #deps: SubscriptionDeps;
  readonly #options: SubscribeOptions;
  readonly #consumer: NativeConsumer;
  readonly #watch: StallWatch;
  readonly #buffer = recordBuffer();
  /** Ours: polled, and in commits to come. */
  readonly #owned = new Map<string, Place>();
  /** Not yet given back to the group. */
  readonly #held = new Set<string>();
  /** What the group decided, and is not done yet. */
  readonly #events: Rebalance[] = [];
  #rebalancing: Promise<void> = Promise.resolve();
  #committing: Promise<unknown> = Promise.resolve();
  #pumping: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;
  #isClosing = false;
  #failure: unknown;
  #isPaused = false;
  /** When the consumer answered last, on performance's clock. */
  #lastTurn = performance.now();
  #waiting: (() => void)[] = [];

  private constructor(deps: SubscriptionDeps, options: SubscribeOptions) {
    const { kafka, settings, clientId, stallMs, isThere } = deps;
    this.#deps = deps;
    this.#options = options;
    this.#consumer = new kafka.KafkaConsumer({
      ...consumerConfig(settings, clientId, options),
      rebalance_cb: (event: NativeError, partitions: readonly NativePartition[]) => {
        this.#events.push({ assign: event.code === CODES.assignPartitions, partitions });
        if (this.#isClosing) this.#handleRebalances(); // leaving waits for the answer, and nobody fetches any more
      },
    });
    this.#watch = stallWatch({
      stallMs,
      lastTurn: () => this.#lastTurn,
      places: () => (this.#isPaused || this.#buffer.size() > 0 ? [] : [...this.#owned.values()]),
      isThere,
      onStalled: (what) => this.#fail(stalledError(settings, what)),
    });
  }

  /** Joins the group. @throws CommandError KAFKA_AWAY or KAFKA_REFUSED, and NativeErrors */
  static async open(deps: SubscriptionDeps, options: SubscribeOptions): Promise<KafkaSubscription> {
    const opened = new KafkaSubscription(deps, options);
    await opened.#join();
    return opened;
  }

  async poll(max: number, signal?: AbortSignal): Promise<readonly TopicRecord[]> {
    for (;;) {
      if (this.#isClosing || signal?.aborted === true) return [];
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#buffer.size() > 0) return this.#buffer.take(max);
      await this.#woken(signal);
    }
  }

  commit(results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]): Promise<void> {
    const done = this.#committing
      .catch(() => undefined)
      .then(() => {
        this.#checkNew(offsets);
        return this.#transact(results, offsets);
      });
    this.#committing = done;
    done.catch(() => undefined);
    return done;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #join(): Promise<void> {
    await connectClient(this.#consumer, this.#deps.settings, 'connect a consumer', REQUEST_MS);
    this.#consumer.setDefaultConsumeTimeout(0); // what blocks would take a thread of Node's pool of four
    this.#consumer.subscribe(this.#options.topics);
    this.#pumping = this.#pump().catch((error) => this.#fail(error));
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    this.#wake();
    this.#watch.stop();
    await Promise.all([this.#pumping, this.#committing.catch(() => undefined)]);
    this.#handleRebalances();
    await this.#rebalancing;
    await disconnectClient(this.#consumer); // leaves the group
    await this.#deps.producer.close();
    this.#deps.onClosed();
  }

  /** Fetches for as long as it is open, and does what the group decides. */
  async #pump(): Promise<void> {
    while (!this.#isClosing && this.#failure === undefined) {
      const count = await this.#fetch();
      this.#lastTurn = performance.now();
      this.#handleRebalances();
      this.#controlFlow();
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    }
  }

  /** Returns the number of records that came. */
  async #fetch(): Promise<number> {
    try {
      const messages = await answer<readonly NativeMessage[]>((done) =>
        this.#consumer.consume(FETCH_RECORDS, done),
      );
      this.#accept(messages);
      return messages.length;
    } catch (error) {
      // An error of the client's own passes while it runs; a broker's answer to joining does not.
      const isFinal =
        (error as NativeError).isFatal === true ||
        (codeOf(error) ?? 0) > 0 ||
        codeOf(error) === CODES.authentication;
      const { topics, group } = this.#options;
      if (isFinal) this.#fail(this.#kafkaError(error, `read ${topics.join(', ')} in group ${group}`));
      return 0;
    }
  }

  #accept(messages: readonly NativeMessage[]): void {
    for (const message of messages) {
      const place = this.#owned.get(nameOf(message));
      if (place === undefined || message.offset < place.next) continue;
      place.next = message.offset + 1;
      this.#buffer.add([topicRecord(message)]);
      this.#watch.moved(place);
    }
    if (messages.length > 0) this.#wake();
  }

  #controlFlow(): void {
    if (!this.#isPaused && this.#buffer.size() >= BUFFER_FULL) {
      this.#consumer.pause([...this.#owned.values()]);
      this.#isPaused = true;
    } else if (this.#isPaused && this.#buffer.size() <= BUFFER_LOW) {
      this.#consumer.resume([...this.#owned.values()]);
      this.#isPaused = false;
      this.#watch.reset();
    }
  }

  #handleRebalances(): void {
    for (const { assign, partitions } of this.#events.splice(0)) {
      if (!assign) this.#disown(partitions);
      const work = () => (assign ? this.#takeOver(partitions) : this.#giveBack(partitions));
      this.#rebalancing = this.#rebalancing.then(work).catch((error) => this.#fail(error));
    }
  }

  #disown(partitions: readonly NativePartition[]): void {
    const lost = partitions.filter((each) => this.#owned.delete(nameOf(each)));
    this.#buffer.drop(lost);
    if (lost.length > 0 && !this.#isClosing)
      this.#options.onRevoked?.(lost.map(({ topic, partition }) => ({ topic, partition })));
  }

  async #giveBack(partitions: readonly NativePartition[]): Promise<void> {
    await this.#committing.catch(() => undefined);
    for (const each of partitions) this.#held.delete(nameOf(each));
    this.#consumer.incrementalUnassign(partitions);
  }

  async #takeOver(partitions: readonly NativePartition[]): Promise<void> {
    const consumer = this.#consumer;
    const starts = await startOffsets({
      consumer,
      admin: this.#deps.admin,
      partitions,
      from: this.#options.from,
      waitMs: START_OFFSETS_MS,
      givenUp: () => this.#isClosing,
    }).catch((error) => {
      this.#fail(this.#kafkaError(error, 'read the committed offsets'));
      return undefined;
    });
    if (starts === undefined || this.#isClosing) {
      consumer.incrementalAssign([]); // the client waits for an answer
      return;
    }
    for (const { topic, partition, offset } of starts) {
      this.#held.add(nameOf({ topic, partition }));
      this.#owned.set(nameOf({ topic, partition }), { topic, partition, next: offset });
    }
    if (starts.length > 0) this.#options.onAssigned?.(starts);
    consumer.incrementalAssign(starts.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
    if (this.#isPaused) consumer.pause(starts);
    this.#watch.reset();
  }

  async #transact(results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]): Promise<void> {
    const { producer } = this.#deps;
    const consumed = { offsets, consumer: this.#consumer, check: () => this.#checkHeld(offsets) };
    for (const end = performance.now() + REBALANCE_MS; ; ) {
      consumed.check();
      try {
        await producer.transact(results, consumed);
        return;
      } catch (error) {
        const again = REBALANCE_CODES.includes(codeOf(error) ?? 0) && !producer.broken(); // it was aborted
        if (!again || performance.now() > end)
          throw this.#kafkaError(error, `commit to group ${this.#options.group}`);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  #checkNew(offsets: readonly CommittedOffset[]): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isClosing) throw fencedError('the subscription is closed');
    for (const each of offsets) {
      if (!this.#owned.has(nameOf(each))) throw lostError(each);
      if (Buffer.byteLength(each.metadata) > METADATA_LIMIT)
        throw new CommandError('INTERNAL', `the offset's metadata is longer than ${METADATA_LIMIT} bytes`);
    }
  }

  /** Throws unless all of them are still this member's, as far as can be known here; the broker knows the rest. */
  #checkHeld(offsets: readonly CommittedOffset[]): void {
    const lost = offsets.find((each) => !this.#held.has(nameOf(each)));
    if (lost !== undefined) throw lostError(lost);
    if (this.#consumer.assignmentLost()) throw fencedError('this member has lost its partitions');
    // Nothing was heard for so long that the group may have continued without this member, which can't have noticed.
    if (performance.now() - this.#lastTurn > this.#deps.settings.sessionTimeoutMs)
      throw fencedError('this process stood still');
  }

  /** Resolves when there may be records, when it is closed or has failed, or when the signal fires. */
  #woken(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.push(done);
      signal?.addEventListener('abort', done);
    });
  }

  #wake(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const each of woken) each();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }

  #kafkaError(error: unknown, doing: string): Error {
    return kafkaError(error, doing, this.#deps.settings.bootstrap);
  }
}

function stalledError({ bootstrap }: KafkaSettings, what: string): CommandError {
  return new CommandError('KAFKA_AWAY', `Kafka at ${bootstrap}: the consumer has stopped: ${what}`);
}

function lostError({ topic, partition }: CommittedOffset): CommandError {
  return fencedError(`${topic}, partition ${partition} is no longer this member's`);
}

function fencedError(why: string): CommandError {
  return new CommandError(
    'KAFKA_AWAY',
    `Fenced: ${why}. What was not committed is done again by whoever has it now`,
  );
}
