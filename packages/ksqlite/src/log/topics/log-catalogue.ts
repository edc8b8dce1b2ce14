import type { MemoryLimits } from '../../memory-limits.ts';
import type { StateSections } from '../changelogs/state-sections.ts';
import type { StoreRegistry } from '../changelogs/store-registry.ts';
import type { CommitEntry } from '../commits/commit-codec.ts';
import { batchLocation } from '../segments/batch-location.ts';
import { sequencesOf } from '../segments/segment-directory.ts';
import type { SegmentHeader } from '../segments/segment-header.ts';
import { firstSequenceOf, segmentName } from '../segments/segment-name.ts';
import { type PartitionDisk, PartitionLog } from './partition-log.ts';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: readonly PartitionLog[];
  /** How long records are kept after they were appended, in ms; `KEPT_FOR_EVER`, or undefined: as the log has it. */
  retentionMs: number | undefined;
}

/** As Kafka's retention.ms has it. */
export const KEPT_FOR_EVER = -1;

export interface GroupOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/** Where a frame's halves begin in its segment. */
export interface CommitPlace {
  readonly segment: string;
  readonly sequence: number;
  readonly metadataAt: number;
  readonly recordsAt: number;
}

/** What a log holds: its topics, its groups' offsets, its stores. Made whole again from the commits at recovery. */
export interface LogCatalogue {
  readonly topics: Map<string, Topic>;
  readonly stores: StoreRegistry;
  topicById(id: number): Topic | undefined;
  addTopic(name: string, partitions: number, retentionMs: number | undefined): Topic;
  /** Forgets a topic and what groups have read of it. */
  dropTopic(topic: Topic): void;
  /** A group's number, and whether it is new. */
  group(name: string): { readonly id: number; readonly isNew: boolean };
  offset(group: string, topic: string, partition: number): GroupOffset | undefined;
  /** @param key of the offset: `offsetKey` */
  setOffset(offset: GroupOffset, key: string): void;
  /** All of it, as the first frame of a segment tells it. */
  segmentHeader(segment: number, kept: readonly string[]): SegmentHeader;
  /** Takes in the head of the segment where recovery's last part begins. */
  recoverSegmentHeader(head: SegmentHeader): void;
  /** Takes in an entry of a commit that was found on disk. */
  recover(entry: CommitEntry, place: CommitPlace): void;
}

/** @param diskOf how a partition reaches what is on disk */
export function logCatalogue(
  diskOf: (topicId: number, partition: number) => PartitionDisk,
  sections: StateSections,
  stores: StoreRegistry,
  limits: MemoryLimits,
): LogCatalogue {
  const topics = new Map<string, Topic>();
  const topicsById = new Map<number, Topic>();
  const groups = numbered();
  const offsets = new Map<string, GroupOffset>();
  let lastTopicId = 0;

  const putTopic = (id: number, name: string, partitions: number, retentionMs: number | undefined): Topic => {
    const known = topicsById.get(id);
    if (known !== undefined) {
      known.retentionMs = retentionMs;
      // one of the same name may have come and gone in between
      topics.set(name, known);
      return known;
    }
    const logs = Array.from(
      { length: partitions },
      (_, p) => new PartitionLog(name, p, diskOf(id, p), limits),
    );
    const topic: Topic = { id, name, partitions: logs, retentionMs };
    topics.set(name, topic);
    topicsById.set(id, topic);
    lastTopicId = Math.max(lastTopicId, id);
    return topic;
  };
  const setOffset = (offset: GroupOffset, key: string): void => {
    offsets.set(key, offset);
  };
  const dropTopic = (topic: Topic): void => {
    if (topics.get(topic.name) !== topic) return;
    topics.delete(topic.name);
    topicsById.delete(topic.id);
    for (const [key, offset] of offsets) if (offset.topic === topic.name) offsets.delete(key);
  };
  const recoverOffset = (entry: SegmentHeader['offsets'][number]): void => {
    const group = groups.nameOf(entry.group);
    const topic = topicsById.get(entry.topic)?.name;
    if (group === undefined || topic === undefined) return;
    const { partition, offset, metadata } = entry;
    setOffset({ group, topic, partition, offset, metadata }, offsetKey(group, topic, partition));
  };

  return {
    topics,
    stores,
    topicById: (id) => topicsById.get(id),
    addTopic: (name, partitions, retentionMs) => putTopic(lastTopicId + 1, name, partitions, retentionMs),
    dropTopic,
    group: groups.idOf,
    offset: (group, topic, partition) => offsets.get(offsetKey(group, topic, partition)),
    setOffset,
    segmentHeader: (segment, kept) => ({
      recoverFrom: stores.recoverFrom(segment),
      nextLsn: sections.end(),
      segments: sequencesOf(kept),
      lastTopic: lastTopicId,
      lastStore: stores.last(),
      topics: [...topics.values()].map(({ id, name, retentionMs, partitions }) => ({
        id,
        name,
        retentionMs,
        partitions: partitions.map(({ logStartOffset, highWatermark }) => ({
          logStartOffset,
          logEndOffset: highWatermark,
        })),
      })),
      groups: groups.all(),
      stores: stores.headerStores(),
      offsets: [...offsets.values()].flatMap(({ group, topic, partition, offset, metadata }) => {
        const topicId = topics.get(topic)?.id;
        const groupId = groups.known(group);
        return topicId === undefined || groupId === undefined
          ? []
          : [{ group: groupId, topic: topicId, partition, offset, metadata }];
      }),
      relocated: [...topics.values()].flatMap(({ id, partitions }) =>
        partitions.flatMap((partition) =>
          partition.relocated().map(({ segment: lies, ...batch }) => ({
            ...batch,
            topic: id,
            partition: partition.partition,
            segment: firstSequenceOf(lies),
          })),
        ),
      ),
    }),
    recoverSegmentHeader: (head) => {
      for (const { id, name, retentionMs, partitions } of head.topics) {
        const topic = putTopic(id, name, partitions.length, retentionMs);
        partitions.forEach(({ logStartOffset: start, logEndOffset: end }, p) => {
          topic.partitions[p]?.recover(start, end);
        });
      }
      lastTopicId = head.lastTopic;
      for (const { id, name } of head.groups) groups.put(name, id);
      for (const offset of head.offsets) recoverOffset(offset);
      for (const { topic, partition, segment, ...batch } of head.relocated)
        topicsById.get(topic)?.partitions[partition]?.relocate({ ...batch, segment: segmentName(segment) });
      stores.recover(head.lastStore, head.stores);
      sections.startAt(head.nextLsn);
    },
    recover: (entry, { segment, sequence, metadataAt: frontAt, recordsAt }) => {
      switch (entry.kind) {
        case 'topic':
          putTopic(entry.id, entry.name, entry.partitions, entry.retentionMs);
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
        case 'relocated': {
          const partition = topicsById.get(entry.topic)?.partitions[entry.partition];
          const location = batchLocation(entry, segment, recordsAt);
          if (entry.kind === 'batch') partition?.markDurable(location);
          else partition?.relocate(location);
          return;
        }
        case 'offset':
          recoverOffset(entry);
          return;
        case 'store':
          stores.recoverNew(entry.id, entry.name, firstSequenceOf(segment));
          return;
        case 'store-deleted':
          stores.recoverDeleted(entry.id);
          return;
        case 'changes':
          stores.history.add(entry.changes, entry.base, sequence);
          sections.markDurable(segment, {
            base: entry.base,
            at: frontAt + entry.at,
            bytes: entry.changes.length,
          });
          return;
        case 'snapshot':
          stores.recoverSnapshot(entry.store, entry.bytes, firstSequenceOf(segment), sequence);
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
    known: (name: string): number | undefined => ids.get(name),
    all: () => [...ids].map(([name, id]) => ({ id, name })),
    idOf: (name: string): { id: number; isNew: boolean } => {
      const known = ids.get(name);
      if (known !== undefined) return { id: known, isNew: false };
      const id = ids.size + 1;
      put(name, id);
      return { id, isNew: true };
    },
  };
}
