import type { Inspected } from './inspected.ts';

export interface TopicInfo {
  readonly name: string;
  /** Replicas of each partition: this engine keeps one. */
  readonly replicaInfo: readonly number[];
}

export interface ExtendedTopicInfo extends TopicInfo {
  /** Tasks of persistent queries that read it. */
  readonly consumerCount: number;
  readonly consumerGroupCount: number;
}

/** The command topic, those between the parts of a query, and the Schema Registry's (ksql.hidden.topics). */
const isInternal = (name: string): boolean =>
  name.startsWith('_ksql-') || name.startsWith('__') || name === '_schemas';

/** SHOW [ALL] TOPICS, by name (differs: internal-topics). */
export const listTopics = ({ log }: Inspected, all: boolean): readonly TopicInfo[] =>
  [...log.topics.values()]
    .filter(({ name }) => all || !isInternal(name))
    .map(({ name, partitions }) => ({ name, replicaInfo: partitions.map(() => 1) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** SHOW [ALL] TOPICS EXTENDED */
export function listTopicsExtended(engine: Inspected, all: boolean): readonly ExtendedTopicInfo[] {
  const readers = new Map<string, number>();
  for (const { subTopologies } of engine.queries())
    for (const { inputs } of subTopologies)
      for (const topic of new Set(inputs.map((source) => source.topic)))
        readers.set(topic, (readers.get(topic) ?? 0) + 1);
  return listTopics(engine, all).map((info) => {
    const groups = readers.get(info.name) ?? 0;
    return { ...info, consumerCount: groups * info.replicaInfo.length, consumerGroupCount: groups };
  });
}
