import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics } from '../../../src/topics/kafka/kafka-topics.ts';
import { MAX_RECORD_BYTES } from '../../../src/topics/kafka/producer/prepare-record.ts';
import { describeOnKafka } from '../../support/kafka-broker/on-kafka.ts';
import { topicsSuite } from '../topics.suite.ts';

/** A busy machine takes its time. */
jest.setTimeout(120_000);

describeOnKafka('Kafka', ({ bootstrap }) => {
  topicsSuite('kafka', () => connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap })), {
    waitMs: 60_000,
  });

  test('the largest record that prepare takes is written, a larger one is refused by the client, too', async () => {
    const topics = await connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap }));
    const topic = `large-${randomUUID()}`;
    await topics.create([{ name: topic, partitions: 1 }]);
    const record = (bytes: number) => ({ topic, key: null, value: Buffer.alloc(bytes, 'x') });
    const largest = record(MAX_RECORD_BYTES - 36);
    const larger = record(MAX_RECORD_BYTES - 35);
    expect(topics.prepare?.(largest)).toBe(largest);
    expect(topics.prepare?.(larger)).toMatchObject({ refused: 'too-large' });
    await topics.produce([largest]);
    await expect(topics.produce([larger])).rejects.toThrow(/size/i);
    const [read] = await topics.read(topic, 0, 0, 1);
    expect(read?.value?.length).toBe(largest.value.length);
    await topics.close();
  });

  test('a topic that is not there has no ranges, whatever its name', async () => {
    const topics = await connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap }));
    const names = [`nowhere-${randomUUID()}`, 'no name', '..', 'x'.repeat(300)];
    expect(await Promise.all(names.map((name) => topics.ranges(name)))).toEqual(names.map(() => undefined));
    await topics.close();
  });
});
