import { randomUUID } from 'node:crypto';
import { CommandError } from '../../errors/command-error.ts';
import type { Subscription, Topics } from '../port.ts';
import { KafkaSubscription } from './consumer/kafka-subscription.ts';
import { topicReader } from './consumer/topic-reader.ts';
import type { KafkaSettings } from './kafka-settings.ts';
import { clientConfig, connectClient, disconnectClient, REQUEST_MS } from './native/connect-client.ts';
import { kafkaError } from './native/kafka-error.ts';
import { loadNative, type NativeKafka } from './native/native-client.ts';
import { committingProducer } from './producer/committing-producer.ts';
import { numberedNames } from './producer/numbered-names.ts';
import { prepareRecord } from './producer/prepare-record.ts';
import { transactionalProducer } from './producer/transactional-producer.ts';
import { TopicAdmin } from './topic-admin.ts';

export interface KafkaTopicsOptions {
  /** Shows in the broker's logs; default: ksqlite. */
  readonly clientId?: string;
  /**
   * Of the connections that produce under one name the newest counts: before it is connected, what an older one has begun
   * is committed or undone, and nothing more is taken from it (KIP-98). Default: a name of its own.
   */
  readonly producerName?: string;
  /** How long to wait for a broker to answer at first; default 10,000 ms. */
  readonly connectTimeoutMs?: number;
  /** A consumer that brings nothing for this long, with records to read, is given up; default 30,000 ms. */
  readonly stallMs?: number;
  /** Loads the client; default: the installed package. */
  readonly load?: () => Promise<NativeKafka>;
}

/**
 * The topics port over Kafka. Every write is a transaction, every read sees committed records only. Resolves when a
 * broker has answered.
 *
 * @throws CommandError KAFKA_CLIENT (the client is not installed), KAFKA_AWAY (no broker answers), KAFKA_REFUSED
 *   (credentials, TLS); what the port's functions throw are LineErrors as well, these and TOPIC_…
 */
export async function connectKafkaTopics(
  settings: KafkaSettings,
  options: KafkaTopicsOptions = {},
): Promise<Topics> {
  const {
    clientId = 'ksqlite',
    connectTimeoutMs = REQUEST_MS,
    stallMs = 30_000,
    load = loadNative,
  } = options;
  const kafka = await load();
  const instance = `${clientId}-${settings.instanceId ?? randomUUID()}`;
  const base = new kafka.Producer(clientConfig(settings, instance));
  await connectClient(base, settings, 'be reached', connectTimeoutMs);
  const admin = new TopicAdmin(kafka, kafka.AdminClient.createFrom(base), settings.bootstrap);
  base.on('event.error', admin.suspect);
  const reader = topicReader(kafka, settings, `${instance}-reader`, admin);
  const names = numberedNames(instance);
  const open = new Set<Subscription>();
  let closed: Promise<void> | undefined;

  const producerOf = async (transactionalId: string) => {
    try {
      return await transactionalProducer(kafka, settings, transactionalId);
    } catch (error) {
      throw kafkaError(error, 'begin transactions', settings.bootstrap);
    }
  };
  const producer = committingProducer({
    open: () => producerOf(options.producerName ?? `${instance}-producer`),
    admin,
    bootstrap: settings.bootstrap,
  });
  const close = async () => {
    await Promise.all([...open].map((each) => each.close()));
    await Promise.all([producer.close(), reader.close()]);
    await disconnectClient(base);
  };

  if (options.producerName !== undefined)
    try {
      await producer.ready();
    } catch (error) {
      await close();
      throw error;
    }

  return {
    create: (topics) => admin.create(topics),
    list: () => admin.list(),
    ranges: (topic) => admin.ranges(topic),
    read: reader.read,
    produce: producer.produce,
    prepare: prepareRecord,
    subscribe: async (wanted) => {
      const there = await admin.partitions(wanted.topics);
      const missing = wanted.topics.filter((topic) => !there.has(topic));
      if (missing.length > 0)
        throw new CommandError('TOPIC_UNKNOWN', `There is no topic ${missing.join(', ')}; create it first`);
      const name = names.take(wanted.group);
      const own = await producerOf(name.text).catch((error) => {
        name.release();
        throw error;
      });
      const deps = {
        kafka,
        settings,
        clientId: name.text,
        admin,
        producer: own,
        isThere: async (topic: string, partition: number, offset: number) =>
          (await reader.read(topic, partition, offset, 1)).length > 0,
        stallMs,
        onClosed: () => {
          open.delete(subscription);
          name.release();
        },
      };
      const subscription: Subscription = await KafkaSubscription.open(deps, wanted).catch(async (error) => {
        await own.close();
        name.release();
        throw error;
      });
      open.add(subscription);
      return subscription;
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
