export { kafkaSettings } from './kafka-settings.ts';
export { connectKafkaTopics } from './kafka-topics.ts';
