import type { TopicRecord } from '../../port.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import { clientConfig, connectClient, disconnectClient, REQUEST_MS } from '../native/connect-client.ts';
import { kafkaError } from '../native/kafka-error.ts';
import {
  answer,
  type NativeConsumer,
  type NativeKafka,
  type NativeMessage,
} from '../native/native-client.ts';
import type { TopicAdmin } from '../topic-admin.ts';
import { topicRecord } from '../topic-record.ts';

const WAIT_MS = 2;
const READ_MS = 30_000;

export interface TopicReader {
  read(topic: string, partition: number, offset: number, max: number): Promise<readonly TopicRecord[]>;
  close(): Promise<void>;
}

/** Reads what is committed, from anywhere, outside any group. One read at a time. */
export function topicReader(
  kafka: NativeKafka,
  settings: KafkaSettings,
  clientId: string,
  admin: TopicAdmin,
): TopicReader {
  let opened: Promise<NativeConsumer> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let endSeen = -1; // the end of the assigned partition, as the client reported it
  /** The place that the client's next record is of. */
  let place: { topic: string; partition: number; offset: number } | undefined;

  const open = async (): Promise<NativeConsumer> => {
    const consumer = new kafka.KafkaConsumer({
      ...clientConfig(settings, clientId),
      'group.id': clientId, // must be given; nothing is committed and no group is joined
      'enable.auto.commit': false,
      'enable.auto.offset.store': false,
      'isolation.level': 'read_committed',
      'auto.offset.reset': 'earliest',
      'enable.partition.eof': true,
      'fetch.wait.max.ms': 10,
      'queued.min.messages': 10_000,
      'queued.max.messages.kbytes': 16_384,
    });
    consumer.on('partition.eof', ({ offset }) => {
      endSeen = Math.max(endSeen, offset);
    });
    await connectClient(consumer, settings, 'connect a reader', REQUEST_MS);
    consumer.setDefaultConsumeTimeout(0);
    return consumer;
  };

  const goTo = (consumer: NativeConsumer, topic: string, partition: number, offset: number) => {
    if (place?.topic === topic && place.partition === partition && place.offset === offset) return;
    endSeen = -1;
    consumer.unassign();
    consumer.assign([{ topic, partition, offset }]);
    place = { topic, partition, offset };
  };

  const readNow = async (topic: string, partition: number, offset: number, max: number) => {
    const count = (await admin.partitions([topic])).get(topic) ?? 0;
    if (partition < 0 || partition >= count || max <= 0) return [];
    const [range] = await admin.rangeOf(topic, [partition]);
    const end = range?.end ?? 0;
    const from = Math.max(offset, range?.start ?? 0);
    if (from >= end) return [];
    opened ??= open();
    const consumer = await opened.catch((error) => {
      opened = undefined;
      throw error;
    });
    goTo(consumer, topic, partition, from);
    const records: TopicRecord[] = [];
    const late = performance.now() + READ_MS;
    try {
      while (records.length < max && (place?.offset ?? end) < end && endSeen < end) {
        const messages = await answer<readonly NativeMessage[]>((done) =>
          consumer.consume(Math.min(max - records.length, 1_000), done),
        );
        for (const message of messages) {
          if (message.topic !== topic || message.partition !== partition || message.offset < from) continue;
          records.push(topicRecord(message));
          place = { topic, partition, offset: message.offset + 1 };
        }
        if (performance.now() > late) throw new Error(`no answer within ${READ_MS} ms`);
        if (messages.length === 0) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      }
    } catch (error) {
      place = undefined;
      throw kafkaError(error, `read ${topic}`, settings.bootstrap);
    }
    if (endSeen >= 0) place = undefined; // it tells an end only once
    return records;
  };

  return {
    read: (topic, partition, offset, max) => {
      const result = last.then(() => readNow(topic, partition, offset, max));
      last = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      await last;
      const consumer = await opened?.catch(() => undefined);
      if (consumer !== undefined) await disconnectClient(consumer);
    },
  };
}
