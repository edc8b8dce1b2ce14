import type { Topics } from '../../../src/topics/port.ts';

/**
 * The line's topics under names and groups of a test's own: tests share a broker, and the names are fixed. What comes
 * out carries the names without the prefix.
 */
export function prefixedTopics(topics: Topics, prefix: string): Topics {
  const out = <T extends { readonly topic: string }>(records: readonly T[]): readonly T[] =>
    records.map((record) => ({ ...record, topic: prefix + record.topic }));
  const back = <T extends { readonly topic: string }>(records: readonly T[]): readonly T[] =>
    records.map((record) => ({ ...record, topic: record.topic.slice(prefix.length) }));
  return {
    create: (wanted) => topics.create(wanted.map((each) => ({ ...each, name: prefix + each.name }))),
    list: async () =>
      (await topics.list())
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length)),
    ranges: (topic) => topics.ranges(prefix + topic),
    read: async (topic, ...place) => back(await topics.read(prefix + topic, ...place)),
    produce: (records) => topics.produce(out(records)),
    subscribe: async (options) => {
      const { onAssigned, onRevoked } = options;
      const subscription = await topics.subscribe({
        ...options,
        group: prefix + options.group,
        topics: options.topics.map((topic) => prefix + topic),
        onAssigned: onAssigned && ((partitions) => onAssigned(back(partitions))),
        onRevoked: onRevoked && ((partitions) => onRevoked(back(partitions))),
      });
      return {
        poll: async (max, signal) => back(await subscription.poll(max, signal)),
        commit: (results, offsets) => subscription.commit(out(results), out(offsets)),
        close: () => subscription.close(),
      };
    },
    close: topics.close,
  };
}
