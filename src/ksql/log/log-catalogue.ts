import { batchLocation } from './batch-location.ts';
import type { FrameEntry } from './frame.ts';
import { type PartitionDisk, PartitionLog } from './partition-log.ts';
import { type StateHistory, stateHistory } from './state-history.ts';
import type { StateSections } from './state-sections.ts';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: readonly PartitionLog[];
}

export interface GroupOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/** Where a frame's halves begin in its segment. */
export interface FramePlace {
  readonly segment: string;
  readonly frontAt: number;
  readonly recordsAt: number;
}

/** What a log holds: its topics, its groups' offsets, its stores. Made whole again from the commits at recovery. */
export interface LogCatalogue {
  readonly topics: Map<string, Topic>;
  /** Changes of stores that nobody has opened since recovery. */
  readonly history: StateHistory;
  addTopic(name: string, partitions: number): Topic;
  /** Forgets a topic and what groups have read of it. */
  dropTopic(topic: Topic): void;
  /** A group's or a store's number, and whether it is new. */
  group(name: string): { readonly id: number; readonly isNew: boolean };
  store(name: string): { readonly id: number; readonly isNew: boolean };
  offset(group: string, topic: string, partition: number): GroupOffset | undefined;
  setOffset(offset: GroupOffset): void;
  /** Takes in an entry of a commit that was found on disk. */
  recover(entry: FrameEntry, place: FramePlace): void;
}

/** @param diskOf how a partition reaches what is on disk */
export function logCatalogue(
  diskOf: (topicId: number, partition: number) => PartitionDisk,
  sections: StateSections,
): LogCatalogue {
  const topics = new Map<string, Topic>();
  const topicsById = new Map<number, Topic>();
  const groups = numbered();
  const stores = numbered();
  const offsets = new Map<string, GroupOffset>();
  const history = stateHistory();
  let lastTopicId = 0;

  const putTopic = (id: number, name: string, partitions: number): Topic => {
    const logs = Array.from({ length: partitions }, (_, p) => new PartitionLog(name, p, diskOf(id, p)));
    const topic: Topic = { id, name, partitions: logs };
    topics.set(name, topic);
    topicsById.set(id, topic);
    lastTopicId = Math.max(lastTopicId, id);
    return topic;
  };
  const setOffset = (offset: GroupOffset): void => {
    offsets.set(offsetKey(offset.group, offset.topic, offset.partition), offset);
  };

  const dropTopic = (topic: Topic): void => {
    if (topics.get(topic.name) !== topic) return;
    topics.delete(topic.name);
    for (const [key, offset] of offsets) if (offset.topic === topic.name) offsets.delete(key);
  };

  return {
    topics,
    history,
    addTopic: (name, partitions) => putTopic(lastTopicId + 1, name, partitions),
    dropTopic,
    group: groups.idOf,
    store: stores.idOf,
    offset: (group, topic, partition) => offsets.get(offsetKey(group, topic, partition)),
    setOffset,
    recover: (entry, { segment, frontAt, recordsAt }) => {
      switch (entry.kind) {
        case 'topic':
          putTopic(entry.id, entry.name, entry.partitions);
          return;
        case 'topic-deleted': {
          const topic = topicsById.get(entry.id);
          if (topic !== undefined) dropTopic(topic);
          return;
        }
        case 'group':
          groups.put(entry.name, entry.id);
          return;
        case 'batch':
          topicsById
            .get(entry.topic)
            ?.partitions[entry.partition]?.landed(batchLocation(entry, segment, recordsAt));
          return;
        case 'offset': {
          const group = groups.nameOf(entry.group);
          const topic = topicsById.get(entry.topic)?.name;
          if (group === undefined || topic === undefined) return;
          setOffset({
            group,
            topic,
            partition: entry.partition,
            offset: entry.offset,
            metadata: entry.metadata,
          });
          return;
        }
        case 'store':
          stores.put(entry.name, entry.id);
          return;
        case 'states':
          history.add(entry.changes, entry.base);
          sections.landed(segment, {
            base: entry.base,
            at: frontAt + entry.at,
            bytes: entry.changes.length,
          });
      }
    },
  };
}

export const offsetKey = (group: string, topic: string, partition: number): string =>
  `${group}\0${topic}\0${partition}`;

function numbered() {
  const ids = new Map<string, number>();
  const names = new Map<number, string>();
  const put = (name: string, id: number): void => {
    ids.set(name, id);
    names.set(id, name);
  };
  return {
    put,
    nameOf: (id: number): string | undefined => names.get(id),
    idOf: (name: string): { id: number; isNew: boolean } => {
      const known = ids.get(name);
      if (known !== undefined) return { id: known, isNew: false };
      const id = ids.size + 1;
      put(name, id);
      return { id, isNew: true };
    },
  };
}
