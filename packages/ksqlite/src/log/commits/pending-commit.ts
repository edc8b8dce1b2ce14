import { crc32 } from 'node:zlib';
import { byteWriter } from '../bytes/byte-writer.ts';
import { type Changelog, StoreChangelog } from '../changelogs/changelog.ts';
import type { StateSections } from '../changelogs/state-sections.ts';
import type { Store } from '../changelogs/store-registry.ts';
import { type BatchEntry, batchLocation } from '../segments/batch-location.ts';
import type { GroupOffset, LogCatalogue } from '../topics/log-catalogue.ts';
import type { PartitionLog } from '../topics/partition-log.ts';
import { type CommitBuffers, commitBuffers } from './commit-buffers.ts';
import {
  COMMIT_HEADER_BYTES,
  type CommitEntry,
  writeChanges,
  writeCommitEntry,
  writeCommitHeader,
  writeCommitStart,
} from './commit-codec.ts';
import { type CommitHolder, type RecentCommits, recentCommits } from './recent-commits.ts';

/** What is noted as it happens; batches, offsets and state changes are gathered. */
export type NotedEntry = Extract<
  CommitEntry,
  { kind: 'topic' | 'topic-deleted' | 'store' | 'store-deleted' }
>;

export interface CommitStart {
  readonly sequence: number;
  /** ms since the epoch */
  readonly wallClockMs: number;
  /** First commit of the segment that it goes to. */
  readonly segment: number;
  /** The segment header, if this is the first commit of its segment. */
  readonly header: Buffer | undefined;
  /** Where batches lie in the segment before, if this is the first commit of its own. */
  readonly index: Buffer | undefined;
}

/** Records of a segment that is to go, written again. */
export interface RelocatedBatch {
  readonly topicId: number;
  readonly partition: PartitionLog;
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** A batch of the commit that is being sealed. */
interface PlacedBatch {
  readonly partition: PartitionLog;
  readonly entry: BatchEntry;
  readonly bytes: Buffer;
}

/** A sealed commit's state changes; undefined: it has none. */
interface PlacedChanges {
  /** LSN of the first */
  readonly base: number;
  /** byte in the commit */
  readonly at: number;
  readonly bytes: number;
}

/** A commit, encoded. */
export interface SealedCommit {
  readonly bytes: Buffer;
  /** The commit is durable at this byte of a segment: its records may be read from there. */
  markDurable(segment: string, position: number): void;
}

/**
 * What has happened since the last commit, until it is sealed.
 *
 * What must stay true: whatever was noted before `seal` is in that commit, all of it, and what is noted later is in the
 * next one. Entries stand in the order that recovery needs: the segment header, state, then topics and stores before the
 * batches and offsets that name them.
 */
export class PendingCommit {
  readonly #catalogue: LogCatalogue;
  readonly #sections: StateSections;
  readonly #buffers: CommitBuffers = commitBuffers();
  readonly #recent: RecentCommits;
  readonly #metadata = byteWriter();
  readonly #changes = byteWriter();
  #entries: NotedEntry[] = [];
  #touched = new Set<PartitionLog>();
  #offsets = new Map<string, GroupOffset>();
  #relocated: readonly RelocatedBatch[] = [];
  /** The step under way, and the bytes of changes before it. */
  #step = 0;
  #stepChanges = 0;

  /** @param recentBytes commits of so many bytes stay in memory when they are on disk */
  constructor(catalogue: LogCatalogue, sections: StateSections, recentBytes: number) {
    this.#catalogue = catalogue;
    this.#sections = sections;
    this.#recent = recentCommits(recentBytes, this.#buffers.give);
  }

  isEmpty(): boolean {
    return (
      this.#entries.length === 0 &&
      this.#changes.length() === 0 &&
      this.#touched.size === 0 &&
      this.#offsets.size === 0 &&
      this.#relocated.length === 0
    );
  }

  note(entry: NotedEntry): void {
    this.#entries.push(entry);
  }

  /** Records are about to be appended to the partition. */
  touch(partition: PartitionLog): void {
    partition.markStep(this.#step);
    this.#touched.add(partition);
  }

  /** What is appended and changed from now on is one step, which can be taken back as a whole until the next begins. */
  beginStep(): void {
    this.#step++;
    this.#stepChanges = this.#changes.length();
  }

  /** Takes back the records and changes of the step under way. Not when a commit was sealed since it began. */
  undoStep(): void {
    for (const partition of this.#touched) partition.undoStep(this.#step);
    this.#changes.truncate(this.#stepChanges);
  }

  /** @param key of the offset: `offsetKey` */
  setOffset(offset: GroupOffset, key: string): void {
    this.#offsets.set(key, offset);
  }

  changelog(store: Store): Changelog {
    const { stores } = this.#catalogue;
    return new StoreChangelog(store.id, this.#changes, this.#sections, (bytes, lsn) =>
      stores.changed(store, bytes, lsn),
    );
  }

  /** Records of a segment that is to go are written again. */
  relocate(batches: readonly RelocatedBatch[]): void {
    this.#relocated = [...this.#relocated, ...batches];
  }

  /** Encodes all of it, with the snapshots that are due. What is noted from now on is of the next commit. */
  seal(start: CommitStart): SealedCommit {
    const changes = this.#writeState(start);
    for (const entry of this.#entries) writeCommitEntry(this.#metadata, entry);
    this.#writeOffsets();
    const placed = this.#writeBatches();
    const recordsStart = COMMIT_HEADER_BYTES + this.#metadata.length();
    const recordsBytes = placed.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const bytes = this.#buffers.take(recordsStart + recordsBytes);
    writeCommitHeader(bytes, this.#metadata.view());
    for (const { partition, entry, bytes: records } of placed) {
      const from = recordsStart + entry.position;
      bytes.set(records, from);
      if (entry.kind === 'batch') partition.sealed(bytes.subarray(from, from + entry.bytes));
    }
    if (changes !== undefined) this.#sections.sealed(bytes.subarray(changes.at, changes.at + changes.bytes));
    this.#reset();
    return {
      bytes,
      markDurable: (segment, position) => {
        this.#markDurable(bytes, segment, position, recordsStart, placed, changes);
      },
    };
  }

  #writeState({ sequence, wallClockMs, segment, header, index }: CommitStart): PlacedChanges | undefined {
    const metadata = this.#metadata;
    writeCommitStart(metadata, sequence, wallClockMs);
    if (header !== undefined) writeCommitEntry(metadata, { kind: 'header', bytes: header });
    if (index !== undefined) writeCommitEntry(metadata, { kind: 'index', bytes: index });
    const bytes = this.#changes.length();
    const base = this.#sections.nextLsn();
    const at = bytes === 0 ? 0 : COMMIT_HEADER_BYTES + writeChanges(metadata, base, this.#changes.view());
    this.#catalogue.stores.writeSnapshots(metadata, { segment, sequence, changedBytes: bytes });
    return bytes === 0 ? undefined : { base, at, bytes };
  }

  #writeOffsets(): void {
    for (const { group, topic, partition, offset, metadata } of this.#offsets.values()) {
      const topicId = this.#catalogue.topics.get(topic)?.id;
      if (topicId === undefined) continue;
      const { id, isNew } = this.#catalogue.group(group);
      if (isNew) writeCommitEntry(this.#metadata, { kind: 'group', id, name: group });
      writeCommitEntry(this.#metadata, {
        kind: 'offset',
        group: id,
        topic: topicId,
        partition,
        offset,
        metadata,
      });
    }
  }

  /** Says of each batch where it will lie: one behind the other, behind the metadata. */
  #writeBatches(): readonly PlacedBatch[] {
    const placed: PlacedBatch[] = [];
    let position = 0;
    const place = (
      kind: BatchEntry['kind'],
      topic: number,
      partition: PartitionLog,
      { baseOffset, count, bytes }: Pick<RelocatedBatch, 'baseOffset' | 'count' | 'bytes'>,
    ): void => {
      const entry: BatchEntry = {
        kind,
        topic,
        partition: partition.partition,
        baseOffset,
        count,
        position,
        bytes: bytes.length,
        crc: crc32(bytes),
      };
      position += bytes.length;
      writeCommitEntry(this.#metadata, entry);
      placed.push({ partition, entry, bytes });
    };
    for (const partition of this.#touched) {
      const batch = partition.uncommitted();
      const topic = this.#catalogue.topics.get(partition.topic);
      // the topic may have been deleted meanwhile
      if (batch.count === 0 || topic?.partitions[partition.partition] !== partition) continue;
      place('batch', topic.id, partition, batch);
    }
    for (const batch of this.#relocated) place('relocated', batch.topicId, batch.partition, batch);
    return placed;
  }

  #reset(): void {
    this.#metadata.reset();
    this.#changes.reset();
    this.#entries = [];
    this.#touched = new Set();
    this.#offsets = new Map();
    this.#relocated = [];
  }

  #markDurable(
    bytes: Buffer,
    segment: string,
    position: number,
    recordsStart: number,
    placed: readonly PlacedBatch[],
    changes: PlacedChanges | undefined,
  ): void {
    const holders: CommitHolder[] = [];
    for (const { partition, entry } of placed) {
      const location = batchLocation(entry, segment, position + recordsStart);
      if (entry.kind === 'relocated') partition.relocate(location);
      else {
        partition.markDurable(location);
        holders.push(partition);
      }
    }
    if (changes !== undefined) {
      this.#sections.markDurable(segment, { ...changes, at: position + changes.at });
      holders.push(this.#sections);
    }
    this.#recent.add(bytes, holders);
  }
}
