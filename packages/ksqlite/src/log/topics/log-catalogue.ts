import { KsqlError } from '../../errors/ksql-error.ts';
import type { MemoryLimits } from '../../memory-limits.ts';
import type { StateSections } from '../changelogs/state-sections.ts';
import type { StoreRegistry } from '../changelogs/store-registry.ts';
import type { CommitEntry } from '../commits/commit-codec.ts';
import { batchLocation } from '../segments/batch-location.ts';
import { sequencesOf } from '../segments/segment-directory.ts';
import type { SegmentHeader } from '../segments/segment-header.ts';
import { firstSequenceOf, segmentName } from '../segments/segment-name.ts';
import { GroupIds } from './group-ids.ts';
import { type PartitionDisk, PartitionLog } from './partition-log.ts';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly partitions: readonly PartitionLog[];
  /** How long records are kept after they were appended, ms; `KEPT_FOR_EVER`, or undefined: as the log has it. */
  retentionMs: number | undefined;
}

/** Throws KsqlError TOPIC_PARTITIONS where a topic that is there has another number of them. */
export function refuseOtherPartitions(
  { name, partitions: { length } }: Pick<Topic, 'name' | 'partitions'>,
  wanted: number,
): void {
  if (length !== wanted)
    throw new KsqlError(
      'TOPIC_PARTITIONS',
      `topic ${name} has ${length} partitions, ${wanted} were asked for`,
    );
}

/** As Kafka's retention.ms has it. */
export const KEPT_FOR_EVER = -1;

/** A topic's retention: its own, or the log's. ms, or `KEPT_FOR_EVER` */
export const retentionOf = (topic: Pick<Topic, 'retentionMs'>, logRetentionMs: number): number =>
  topic.retentionMs ?? logRetentionMs;

/** How far a consumer group has read a partition: the offset that it reads next. */
export interface GroupOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/** Where the two parts of a commit begin in its segment. */
export interface CommitPlace {
  readonly segment: string;
  readonly sequence: number;
  readonly metadataAt: number;
  readonly recordsAt: number;
}

/**
 * What a log holds: its topics, its groups' offsets, its stores. Recovery makes it whole again: the header of a segment
 * says all that was before it, and the commits behind it say what changed.
 *
 * What must stay true: ids of topics, groups and stores are never used twice, so an old batch is never taken for one of
 * a topic that has the same name now.
 */
export class LogCatalogue {
  readonly stores: StoreRegistry;
  readonly #topics = new Map<string, Topic>();
  readonly #topicsById = new Map<number, Topic>();
  readonly #groups = new GroupIds();
  readonly #offsets = new Map<string, GroupOffset>();
  readonly #sections: StateSections;
  readonly #diskOf: (topicId: number, partition: number) => PartitionDisk;
  readonly #limits: MemoryLimits;
  #lastTopicId = 0;

  /** @param diskOf how a partition reaches what is on disk */
  constructor(
    diskOf: (topicId: number, partition: number) => PartitionDisk,
    sections: StateSections,
    stores: StoreRegistry,
    limits: MemoryLimits,
  ) {
    this.#diskOf = diskOf;
    this.#sections = sections;
    this.stores = stores;
    this.#limits = limits;
  }

  get topics(): ReadonlyMap<string, Topic> {
    return this.#topics;
  }

  topicById(id: number): Topic | undefined {
    return this.#topicsById.get(id);
  }

  addTopic(name: string, partitions: number, retentionMs: number | undefined): Topic {
    return this.#putTopic(this.#lastTopicId + 1, name, partitions, retentionMs);
  }

  /** Forgets a topic and what groups have read of it. */
  dropTopic(topic: Topic): void {
    if (this.#topics.get(topic.name) !== topic) return;
    this.#topics.delete(topic.name);
    this.#topicsById.delete(topic.id);
    for (const [key, offset] of this.#offsets) if (offset.topic === topic.name) this.#offsets.delete(key);
  }

  /** A group's id, and whether it is new. */
  group(name: string): { readonly id: number; readonly isNew: boolean } {
    return this.#groups.idOf(name);
  }

  offset(group: string, topic: string, partition: number): GroupOffset | undefined {
    return this.#offsets.get(offsetKey(group, topic, partition));
  }

  /** Of the groups whose names begin so. */
  offsetsOf(prefix: string): readonly GroupOffset[] {
    return [...this.#offsets.values()].filter(({ group }) => group.startsWith(prefix));
  }

  /** @param key of the offset: `offsetKey` */
  setOffset(offset: GroupOffset, key: string): void {
    this.#offsets.set(key, offset);
  }

  /**
   * All of it, as the first commit of a segment says it.
   *
   * @param segment its first commit
   * @param kept the segments before it
   */
  segmentHeader(segment: number, kept: readonly string[]): SegmentHeader {
    const topics = [...this.#topics.values()];
    return {
      recoverFrom: this.stores.recoverFrom(segment),
      nextLsn: this.#sections.nextLsn(),
      segments: sequencesOf(kept),
      lastTopic: this.#lastTopicId,
      lastStore: this.stores.lastId(),
      topics: topics.map(({ id, name, retentionMs, partitions }) => ({
        id,
        name,
        retentionMs,
        partitions: partitions.map(({ logStartOffset, highWatermark }) => ({
          logStartOffset,
          logEndOffset: highWatermark,
        })),
      })),
      groups: this.#groups.all(),
      stores: this.stores.headerStores(),
      offsets: this.#headerOffsets(),
      relocated: topics.flatMap(({ id, partitions }) =>
        partitions.flatMap((partition) =>
          partition.relocated().map(({ segment: file, ...batch }) => ({
            ...batch,
            topic: id,
            partition: partition.partition,
            segment: firstSequenceOf(file),
          })),
        ),
      ),
    };
  }

  /** Takes in the header of the segment that recovery reads whole. */
  recoverSegmentHeader(header: SegmentHeader): void {
    for (const { id, name, retentionMs, partitions } of header.topics) {
      const topic = this.#putTopic(id, name, partitions.length, retentionMs);
      partitions.forEach(({ logStartOffset, logEndOffset }, p) => {
        topic.partitions[p]?.recover(logStartOffset, logEndOffset);
      });
    }
    this.#lastTopicId = header.lastTopic;
    for (const { id, name } of header.groups) this.#groups.put(name, id);
    for (const offset of header.offsets) this.#recoverOffset(offset);
    for (const { topic, partition, segment, ...batch } of header.relocated)
      this.#topicsById
        .get(topic)
        ?.partitions[partition]?.relocate({ ...batch, segment: segmentName(segment) });
    this.stores.recover(header.lastStore, header.stores);
    this.#sections.startAt(header.nextLsn);
  }

  /** Takes in an entry of a commit that was found on disk. */
  recover(entry: CommitEntry, { segment, sequence, metadataAt, recordsAt }: CommitPlace): void {
    switch (entry.kind) {
      case 'topic':
        this.#putTopic(entry.id, entry.name, entry.partitions, entry.retentionMs);
        return;
      case 'topic-deleted': {
        const topic = this.#topicsById.get(entry.id);
        if (topic !== undefined) this.dropTopic(topic);
        return;
      }
      case 'group':
        this.#groups.put(entry.name, entry.id);
        return;
      case 'batch':
      case 'relocated': {
        const partition = this.#topicsById.get(entry.topic)?.partitions[entry.partition];
        const location = batchLocation(entry, segment, recordsAt);
        if (entry.kind === 'batch') partition?.markDurable(location);
        else partition?.relocate(location);
        return;
      }
      case 'offset':
        this.#recoverOffset(entry);
        return;
      case 'store':
        this.stores.recoverNew(entry.id, entry.name, firstSequenceOf(segment));
        return;
      case 'store-deleted':
        this.stores.recoverDeleted(entry.id);
        return;
      case 'changes':
        this.stores.history.add(entry.changes, entry.base, sequence);
        this.#sections.markDurable(segment, {
          base: entry.base,
          at: metadataAt + entry.at,
          bytes: entry.changes.length,
        });
        return;
      case 'snapshot':
        this.stores.recoverSnapshot(entry.store, entry.bytes, firstSequenceOf(segment), sequence);
        return;
      case 'snapshot-part':
        this.stores.recoverPart(entry, firstSequenceOf(segment), sequence);
    }
  }

  #putTopic(id: number, name: string, partitions: number, retentionMs: number | undefined): Topic {
    const known = this.#topicsById.get(id);
    if (known !== undefined) {
      known.retentionMs = retentionMs;
      // one of the same name may have come and gone in between
      this.#topics.set(name, known);
      return known;
    }
    const logs = Array.from(
      { length: partitions },
      (_, p) => new PartitionLog(name, p, this.#diskOf(id, p), this.#limits),
    );
    const topic: Topic = { id, name, partitions: logs, retentionMs };
    this.#topics.set(name, topic);
    this.#topicsById.set(id, topic);
    this.#lastTopicId = Math.max(this.#lastTopicId, id);
    return topic;
  }

  #headerOffsets(): SegmentHeader['offsets'] {
    return [...this.#offsets.values()].flatMap(({ group, topic, partition, offset, metadata }) => {
      const topicId = this.#topics.get(topic)?.id;
      const groupId = this.#groups.known(group);
      return topicId === undefined || groupId === undefined
        ? []
        : [{ group: groupId, topic: topicId, partition, offset, metadata }];
    });
  }

  #recoverOffset(entry: SegmentHeader['offsets'][number]): void {
    const group = this.#groups.nameOf(entry.group);
    const topic = this.#topicsById.get(entry.topic)?.name;
    if (group === undefined || topic === undefined) return;
    const { partition, offset, metadata } = entry;
    this.setOffset({ group, topic, partition, offset, metadata }, offsetKey(group, topic, partition));
  }
}

/** The key of a group's offset in a partition. */
export const offsetKey = (group: string, topic: string, partition: number): string =>
  `${group}\0${topic}\0${partition}`;
