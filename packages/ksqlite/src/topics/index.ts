/** The topics' port, and helpers for records. Topics come from a database, or from `ksqlite/kafka`. */
export { murmur2, partitionFor } from '../log/topics/murmur2.ts';
export { type ChooseTopics, type ChosenTopics, chooseTopics } from './chosen-topics.ts';
export { dumpTopic } from './dump.ts';
export {
  type CommittedOffset,
  type Header,
  KEPT_FOR_EVER,
  type NewTopic,
  type OutgoingRecord,
  type ReadableTopics,
  type RefusedRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicRecord,
  type Topics,
} from './port.ts';
