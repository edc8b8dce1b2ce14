import { crc32 } from 'node:zlib';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { type ByteWriter, byteWriter } from '../bytes/byte-writer.ts';
import { changeAt, type StateSections } from '../changelogs/state-sections.ts';
import type { Store } from '../changelogs/store-registry.ts';
import { type BatchEntry, batchLocation } from '../segments/batch-location.ts';
import type { GroupOffset, LogCatalogue } from '../topics/log-catalogue.ts';
import type { PartitionLog } from '../topics/partition-log.ts';
import { commitBuffers } from './commit-buffers.ts';
import {
  COMMIT_HEADER_BYTES,
  type CommitEntry,
  writeChanges,
  writeCommitEntry,
  writeCommitHeader,
  writeCommitStart,
} from './commit-codec.ts';
import { type CommitHolder, recentCommits } from './recent-commits.ts';

export interface Changelog {
  /** What is written until `end` is one change. */
  begin(): ByteWriter;
  /** @returns the change's position, by which it can be read back */
  end(): number;
  /**
   * A change written before, wherever it is: in the commit under way, in memory or on disk. Valid until the next
   * `begin`. Throws KsqlError LOG_DAMAGED.
   */
  read(position: number): ByteReader;
}

/** What is noted as it happens; batches, offsets and states are gathered. */
export type NotedEntry = Extract<
  CommitEntry,
  { kind: 'topic' | 'topic-deleted' | 'store' | 'store-deleted' }
>;

/** What has happened since the last commit, until it is sealed into a frame. */
export interface PendingCommit {
  readonly isEmpty: () => boolean;
  note(entry: NotedEntry): void;
  /** Records were appended to the partition. */
  touch(partition: PartitionLog): void;
  setOffset(offset: GroupOffset, key: string): void;
  changelog(store: Store): Changelog;
  /** Records of a segment that is to go are written again. */
  relocate(batches: readonly RelocatedBatch[]): void;
  /** Encodes all of it, with images that are due, and begins anew. @param head where it is the first of its segment */
  seal(commit: CommitStart): SealedCommit;
}

export interface CommitStart {
  readonly sequence: number;
  readonly wallClockMs: number;
  /** First commit of the segment that it goes to. */
  readonly segment: number;
  readonly header: Buffer | undefined;
  /** Where batches lie in the segment before, if this is the first of its own. */
  readonly index: Buffer | undefined;
}

export interface RelocatedBatch {
  readonly topicId: number;
  readonly partition: PartitionLog;
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** A batch of the frame that is being sealed. */
interface Placed {
  readonly partition: PartitionLog;
  readonly entry: BatchEntry;
  readonly bytes: Buffer;
}

export interface SealedCommit {
  readonly bytes: Buffer;
  /** The frame is durable at this place: its records may be read from there. */
  markDurable(segment: string, position: number): void;
}

/** @param recentBytes frames of so many bytes stay in memory when they are on disk */
export function pendingCommit(
  catalogue: LogCatalogue,
  sections: StateSections,
  recentBytes: number,
): PendingCommit {
  const buffers = commitBuffers();
  const recent = recentCommits(recentBytes, buffers.give);
  const front = byteWriter();
  const states = byteWriter();
  let entries: NotedEntry[] = [];
  let touched = new Set<PartitionLog>();
  let offsets = new Map<string, GroupOffset>();
  let carried: readonly RelocatedBatch[] = [];

  const writeOffsets = (): void => {
    for (const { group, topic, partition, offset, metadata } of offsets.values()) {
      const topicId = catalogue.topics.get(topic)?.id;
      if (topicId === undefined) continue;
      const { id, isNew } = catalogue.group(group);
      if (isNew) writeCommitEntry(front, { kind: 'group', id, name: group });
      writeCommitEntry(front, { kind: 'offset', group: id, topic: topicId, partition, offset, metadata });
    }
  };
  const placed: Placed[] = [];
  let recordsBytes = 0;
  /** Notes a batch: its bytes go behind those placed before, once the frame's front is whole. */
  const place = (
    kind: BatchEntry['kind'],
    topic: number,
    partition: PartitionLog,
    {
      baseOffset,
      count,
      bytes,
    }: { readonly baseOffset: number; readonly count: number; readonly bytes: Buffer },
  ): void => {
    const entry: BatchEntry = {
      kind,
      topic,
      partition: partition.partition,
      baseOffset,
      count,
      position: recordsBytes,
      bytes: bytes.length,
      crc: crc32(bytes),
    };
    recordsBytes += bytes.length;
    writeCommitEntry(front, entry);
    placed.push({ partition, entry, bytes });
  };
  const placeBatches = (): void => {
    for (const partition of touched) {
      const batch = partition.uncommitted();
      const topic = catalogue.topics.get(partition.topic);
      // the topic may have been deleted meanwhile
      if (batch.count === 0 || topic?.partitions[partition.partition] !== partition) continue;
      place('batch', topic.id, partition, batch);
    }
    for (const batch of carried) place('relocated', batch.topicId, batch.partition, batch);
  };

  return {
    isEmpty: () =>
      entries.length === 0 &&
      states.length() === 0 &&
      touched.size === 0 &&
      offsets.size === 0 &&
      carried.length === 0,
    note: (entry) => {
      entries.push(entry);
    },
    touch: (partition) => {
      touched.add(partition);
    },
    setOffset: (offset, key) => {
      offsets.set(key, offset);
    },
    changelog: (store) =>
      changelogOf(store.id, states, sections, (bytes, position) =>
        catalogue.stores.changed(store, bytes, position),
      ),
    relocate: (batches) => {
      carried = [...carried, ...batches];
    },
    seal: ({ sequence, wallClockMs, segment, header: head, index }) => {
      writeCommitStart(front, sequence, wallClockMs);
      if (head !== undefined) writeCommitEntry(front, { kind: 'header', bytes: head });
      if (index !== undefined) writeCommitEntry(front, { kind: 'index', bytes: index });
      const base = sections.end();
      const stateBytes = states.length();
      const statesAt =
        COMMIT_HEADER_BYTES + (stateBytes === 0 ? 0 : writeChanges(front, base, states.view()));
      catalogue.stores.writeSnapshots(front, segment, sequence);
      for (const entry of entries) writeCommitEntry(front, entry);
      writeOffsets();
      placeBatches();
      const recordsStart = COMMIT_HEADER_BYTES + front.length();
      const bytes = buffers.take(recordsStart + recordsBytes);
      writeCommitHeader(bytes, front.view());
      const places = placed.splice(0);
      for (const { partition, entry, bytes: records } of places) {
        const from = recordsStart + entry.position;
        bytes.set(records, from);
        if (entry.kind === 'batch') partition.sealed(bytes.subarray(from, from + entry.bytes));
      }
      if (stateBytes > 0) sections.sealed(bytes.subarray(statesAt, statesAt + stateBytes));
      front.reset();
      states.reset();
      recordsBytes = 0;
      entries = [];
      touched = new Set();
      offsets = new Map();
      carried = [];
      return {
        bytes,
        markDurable: (file, position) => {
          const recordsAt = position + recordsStart;
          const holders: CommitHolder[] = [];
          for (const { partition, entry } of places) {
            const location = batchLocation(entry, file, recordsAt);
            if (entry.kind === 'relocated') partition.relocate(location);
            else {
              partition.markDurable(location);
              holders.push(partition);
            }
          }
          if (stateBytes > 0) {
            sections.markDurable(file, { base, at: position + statesAt, bytes: stateBytes });
            holders.push(sections);
          }
          recent.add(bytes, holders);
        },
      };
    },
  };
}

function changelogOf(
  store: number,
  states: ByteWriter,
  sections: StateSections,
  changed: (bytes: number, position: number) => void,
): Changelog {
  let lengthAt = 0;
  return {
    begin: () => {
      states.u32(store);
      lengthAt = states.length();
      states.u32(0);
      return states;
    },
    end: () => {
      const bytes = states.length() - lengthAt - 4;
      states.patchU32(lengthAt, bytes);
      const position = sections.end() + lengthAt - 4;
      changed(bytes, position);
      return position;
    },
    read: (position) => {
      const at = position - sections.end();
      return at < 0 ? sections.read(store, position) : changeAt(states.view(), at, store);
    },
  };
}
