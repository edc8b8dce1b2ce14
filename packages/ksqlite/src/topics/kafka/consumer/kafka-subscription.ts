import { CommandError } from '../../../errors/command-error.ts';
import type { CommittedOffset, OutgoingRecord, SubscribeOptions, Subscription } from '../../port.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import { clientConfig, connectClient, disconnectClient, REQUEST_MS } from '../native/connect-client.ts';
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
export async function kafkaSubscription(
  deps: SubscriptionDeps,
  options: SubscribeOptions,
): Promise<Subscription> {
  const { kafka, settings, admin, producer } = deps;
  const buffer = recordBuffer();
  const owned = new Map<string, Place>(); // ours: polled, and in commits to come
  const held = new Set<string>(); // not yet given back to the group
  const events: Rebalance[] = [];
  let rebalancing: Promise<void> = Promise.resolve();
  let committing: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  let closing = false;
  let failure: unknown;
  let paused = false;
  let lastTurn = performance.now();
  let waiting: (() => void)[] = [];

  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };

  const consumer: NativeConsumer = new kafka.KafkaConsumer({
    ...clientConfig(settings, deps.clientId),
    'group.id': options.group,
    'session.timeout.ms': settings.sessionTimeoutMs,
    'heartbeat.interval.ms': Math.min(1_000, Math.floor(settings.sessionTimeoutMs / 3)), // how soon it rebalances
    // The event loop may stand still for so long; others wait for it so long in a rebalance.
    'max.poll.interval.ms': Math.max(60_000, settings.sessionTimeoutMs),
    'partition.assignment.strategy': 'cooperative-sticky', // what a member keeps is not interrupted
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'isolation.level': 'read_committed',
    'auto.offset.reset': options.from,
    'allow.auto.create.topics': false,
    'queued.min.messages': 2_000,
    'queued.max.messages.kbytes': 8_192, // a partition
    'fetch.wait.max.ms': 100,
    rebalance_cb: (event: NativeError, partitions: readonly NativePartition[]) => {
      events.push({ assign: event.code === CODES.assignPartitions, partitions });
      if (closing) handleRebalances(); // leaving waits for the answer, and nobody fetches any more
    },
  });

  const handleRebalances = () => {
    for (const { assign, partitions } of events.splice(0)) {
      if (!assign) disown(partitions);
      const work = () => (assign ? takeOver(partitions) : giveBack(partitions));
      rebalancing = rebalancing.then(work).catch(fail);
    }
  };

  const disown = (partitions: readonly NativePartition[]) => {
    const lost = partitions.filter((each) => owned.delete(nameOf(each)));
    buffer.drop(lost);
    if (lost.length > 0 && !closing)
      options.onRevoked?.(lost.map(({ topic, partition }) => ({ topic, partition })));
  };

  const giveBack = async (partitions: readonly NativePartition[]) => {
    await committing.catch(() => undefined);
    for (const each of partitions) held.delete(nameOf(each));
    consumer.incrementalUnassign(partitions);
  };

  const takeOver = async (partitions: readonly NativePartition[]) => {
    const starts = await startOffsets({
      consumer,
      admin,
      partitions,
      from: options.from,
      waitMs: START_OFFSETS_MS,
      givenUp: () => closing,
    }).catch((error) => {
      fail(kafkaError(error, 'read the committed offsets', settings.bootstrap));
      return undefined;
    });
    if (starts === undefined || closing) {
      consumer.incrementalAssign([]); // the client waits for an answer
      return;
    }
    for (const { topic, partition, offset } of starts) {
      held.add(nameOf({ topic, partition }));
      owned.set(nameOf({ topic, partition }), { topic, partition, next: offset });
    }
    if (starts.length > 0) options.onAssigned?.(starts);
    consumer.incrementalAssign(starts.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
    if (paused) consumer.pause(starts);
    watch.reset();
  };

  const accept = (messages: readonly NativeMessage[]) => {
    for (const message of messages) {
      const place = owned.get(nameOf(message));
      if (place === undefined || message.offset < place.next) continue;
      place.next = message.offset + 1;
      buffer.add([topicRecord(message)]);
      watch.moved(place);
    }
    if (messages.length > 0) wake();
  };

  const controlFlow = () => {
    if (!paused && buffer.size() >= BUFFER_FULL) {
      consumer.pause([...owned.values()]);
      paused = true;
    } else if (paused && buffer.size() <= BUFFER_LOW) {
      consumer.resume([...owned.values()]);
      paused = false;
      watch.reset();
    }
  };

  const pump = async () => {
    while (!closing && failure === undefined) {
      let count = 0;
      try {
        const messages = await answer<readonly NativeMessage[]>((done) =>
          consumer.consume(FETCH_RECORDS, done),
        );
        count = messages.length;
        accept(messages);
      } catch (error) {
        // An error of the client's own passes while it runs; a broker's answer to joining does not.
        if (
          (error as NativeError).isFatal === true ||
          (codeOf(error) ?? 0) > 0 ||
          codeOf(error) === CODES.authentication
        )
          fail(
            kafkaError(
              error,
              `read ${options.topics.join(', ')} in group ${options.group}`,
              settings.bootstrap,
            ),
          );
      }
      lastTurn = performance.now();
      handleRebalances();
      controlFlow();
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    }
  };

  const watch: StallWatch = stallWatch({
    stallMs: deps.stallMs,
    lastTurn: () => lastTurn,
    places: () => (paused || buffer.size() > 0 ? [] : [...owned.values()]),
    isThere: deps.isThere,
    onStalled: (what) =>
      fail(
        new CommandError('KAFKA_AWAY', `Kafka at ${settings.bootstrap}: the consumer has stopped: ${what}`),
      ),
  });

  const fenced = (why: string) =>
    new CommandError(
      'KAFKA_AWAY',
      `Fenced: ${why}. What was not committed is done again by whoever has it now`,
    );

  /** Throws unless all of them are still this member's, as far as can be known here; the broker knows the rest. */
  const checkHeld = (offsets: readonly CommittedOffset[]) => {
    const lost = offsets.find((each) => !held.has(nameOf(each)));
    if (lost !== undefined)
      throw fenced(`${lost.topic}, partition ${lost.partition} is no longer this member's`);
    if (consumer.assignmentLost()) throw fenced('this member has lost its partitions');
    // Nothing was heard for so long that the group may have continued without this member, which can't have noticed.
    if (performance.now() - lastTurn > settings.sessionTimeoutMs) throw fenced('this process stood still');
  };

  const commit = async (results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]) => {
    const check = () => checkHeld(offsets);
    for (const end = performance.now() + REBALANCE_MS; ; ) {
      check();
      try {
        await producer.transact(results, { offsets, consumer, check });
        return;
      } catch (error) {
        // The group has moved on without this member's new generation being here yet: aborted, and worth another try.
        const again = REBALANCE_CODES.includes(codeOf(error) ?? 0) && !producer.broken();
        if (!again || performance.now() > end)
          throw kafkaError(error, `commit to group ${options.group}`, settings.bootstrap);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  };

  const checkNew = (offsets: readonly CommittedOffset[]) => {
    if (failure !== undefined) throw failure;
    if (closing) throw fenced('the subscription is closed');
    for (const each of offsets) {
      if (!owned.has(nameOf(each)))
        throw fenced(`${each.topic}, partition ${each.partition} is no longer this member's`);
      if (Buffer.byteLength(each.metadata) > METADATA_LIMIT)
        throw new CommandError('INTERNAL', `the offset's metadata is longer than ${METADATA_LIMIT} bytes`);
    }
  };

  await connectClient(consumer, settings, 'connect a consumer', REQUEST_MS);
  consumer.setDefaultConsumeTimeout(0); // what blocks would take a thread of Node's pool of four
  consumer.subscribe(options.topics);
  const pumping = pump().catch(fail);

  const close = async () => {
    closing = true;
    wake();
    watch.stop();
    await Promise.all([pumping, committing.catch(() => undefined)]);
    handleRebalances();
    await rebalancing;
    await disconnectClient(consumer); // leaves the group
    await producer.close();
    deps.onClosed();
  };

  return {
    poll: async (max, signal) => {
      for (;;) {
        if (closing || signal?.aborted === true) return [];
        if (failure !== undefined) throw failure;
        if (buffer.size() > 0) return buffer.take(max);
        await new Promise<void>((resolve) => {
          const done = () => {
            signal?.removeEventListener('abort', done);
            resolve();
          };
          waiting.push(done);
          signal?.addEventListener('abort', done);
        });
      }
    },
    commit: (results, offsets) => {
      const done = committing
        .catch(() => undefined)
        .then(() => {
          checkNew(offsets);
          return commit(results, offsets);
        });
      committing = done;
      done.catch(() => undefined);
      return done;
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

const REBALANCE_CODES: readonly number[] = [
  CODES.illegalGeneration,
  CODES.unknownMember,
  CODES.rebalanceInProgress,
];
