export { type ChooseTopics, type ChosenTopics, chooseTopics } from './chosen-topics.ts';
export { dumpTopic } from './dump.ts';
export { type EmbeddedTopics, embeddedTopics } from './embedded/embedded-topics.ts';
export { readCommitted } from './embedded/read-committed.ts';
export {
  type CommittedOffset,
  type Header,
  KEPT_FOR_EVER,
  type NewTopic,
  type OutgoingRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicRecord,
  type Topics,
} from './port.ts';
