import { jest } from '@jest/globals';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics } from '../../../src/topics/kafka/kafka-topics.ts';
import { describeOnKafka } from '../../support/kafka-broker/on-kafka.ts';
import { topicsSuite } from '../topics.suite.ts';

/** A busy machine takes its time. */
jest.setTimeout(120_000);

describeOnKafka('Kafka', ({ bootstrap }) => {
  topicsSuite('kafka', () => connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap })), {
    waitMs: 60_000,
  });
});
