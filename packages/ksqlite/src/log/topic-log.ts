import { KsqlError } from '../errors/ksql-error.ts';
import { MEMORY_LIMITS, type MemoryLimits } from '../memory-limits.ts';
import { stateSections } from './changelogs/state-sections.ts';
import { storeRegistry } from './changelogs/store-registry.ts';
import type { StoreState } from './changelogs/store-state.ts';
import { oneAtATime } from './commits/one-at-a-time.ts';
import { type Changelog, pendingCommit } from './commits/pending-commit.ts';
import type { Disk } from './disk/disk.ts';
import { ioError, ioErrors, readOnlyError } from './log-errors.ts';
import { moveStarts, recoverLog } from './recovery/recover-log.ts';
import { logCleaner } from './retention/log-cleaner.ts';
import { readBatch } from './segments/read-batch.ts';
import { type SegmentStart, segmentDirectory, sequencesOf } from './segments/segment-directory.ts';
import { encodeSegmentHeader } from './segments/segment-header.ts';
import { segmentIndex } from './segments/segment-index.ts';
import { firstSequenceOf, segmentName } from './segments/segment-name.ts';
import { segmentWriter } from './segments/segment-writer.ts';
import {
  type GroupOffset,
  KEPT_FOR_EVER,
  logCatalogue,
  offsetKey,
  type Topic,
} from './topics/log-catalogue.ts';
import { type LogRecord, logRecord, type RecordBytes, type RecordHeader } from './topics/log-record.ts';
import type { PartitionLog } from './topics/partition-log.ts';
import type { RowEncoder } from './topics/record-codec.ts';

export type { StoreState } from './changelogs/store-state.ts';
export type { Changelog } from './commits/pending-commit.ts';
export { type GroupOffset, KEPT_FOR_EVER, type Topic } from './topics/log-catalogue.ts';

export interface TopicLogOptions {
  readonly disk: Disk;
  /** ms since the epoch */
  readonly now: () => number;
  /** A reader beside the owner: nothing is written, a torn tail is passed over. */
  readonly readOnly?: boolean;
  /** A segment is closed once it is larger. bytes */
  readonly segmentBytes?: number;
  /** What is kept in memory; default: `MEMORY_LIMITS`. */
  readonly limits?: Partial<MemoryLimits>;
  /**
   * How long records are kept after they were appended, where their topic was not told otherwise: ms, or KEPT_FOR_EVER.
   * Segments are deleted whole, so it is this long at least. Default: seven days, as Kafka's.
   */
  readonly retentionMs?: number;
  /**
   * A store is written whole when the changes since it last was are so many bytes, and more than it took. Infinity: never.
   * Default: 256 KiB, or a sixteenth of a segment.
   */
  readonly snapshotBytes?: number;
  /**
   * What is carried out of a segment that goes is at most this share of it, or it stays: writing it again must be worth
   * while. Default: a quarter.
   */
  readonly relocatedShare?: number;
}

export const DEFAULT_RETENTION_MS = 7 * 24 * 3_600_000;
const IMAGE_BYTES = 256 * 1024;
const CARRIED_SHARE = 1 / 4;
const SHORTEST_SEGMENT_MS = 1_000;

/**
 * Durable topics. Appends, offsets and state changes gather in memory and become durable together, in one frame, at
 * the next `commit`; a process killed at any byte finds exactly the commits that were whole.
 */
export interface TopicLog {
  readonly topics: ReadonlyMap<string, Topic>;
  /** What it was opened with. */
  readonly limits: MemoryLimits;
  /** Throws KsqlError TOPIC_PARTITIONS when it exists with another number. */
  createTopic(
    name: string,
    partitions: number,
    options?: { readonly retentionMs?: number | undefined },
  ): Topic;
  /** From now on. @param retentionMs see TopicLogOptions; undefined: as the log has it */
  setRetention(topic: Topic, retentionMs: number | undefined): void;
  deleteTopic(name: string): void;
  append(
    partition: PartitionLog,
    timestamp: number,
    key: RecordBytes,
    value: RecordBytes,
    headers?: readonly RecordHeader[],
  ): LogRecord;
  /** As `append`, without headers; the value is encoded from a row, of which the columns from `first` on are the value. */
  appendRow<Row>(
    partition: PartitionLog,
    timestamp: number,
    key: RecordBytes,
    encoder: RowEncoder<Row>,
    row: Row,
    first: number,
  ): LogRecord;
  offset(group: string, topic: string, partition: number): GroupOffset | undefined;
  setOffset(offset: GroupOffset): void;
  /** `setOffset` of one group and partition: who sets it at every turn need not say of what each time. */
  offsetSetter(group: string, topic: string, partition: number): (offset: number, metadata: string) => void;
  /**
   * Opens a store's changelog. What was written so far is given to the store: its newest image, then the changes behind
   * it, oldest first. What is written from then on becomes durable with the next commit.
   */
  changelog(store: string, state: StoreState): Changelog;
  /** Stores whose names begin so are gone for good. */
  dropChangelogs(prefix: string): void;
  /** The files that are kept, oldest first. */
  readonly segments: () => readonly string[];
  /** Makes durable what was done so far. Rejects with KsqlError LOG_IO, and the log is then closed for good. */
  commit(): Promise<void>;
  /** Something waits for a commit. */
  readonly dirty: () => boolean;
  /** Bytes a crash left half written, cut off at opening. */
  readonly tornBytes: number;
  /** Called after each commit, before `commit` resolves. */
  onCommitted(listener: () => void): () => void;
  /** Frames and bytes written since opening. */
  readonly written: () => { readonly commits: number; readonly bytes: number };
  close(): Promise<void>;
}

/** Opens the log of a folder. Throws KsqlError LOG_DAMAGED or LOG_IO. */
export function openTopicLog(options: TopicLogOptions): TopicLog {
  const { disk, now } = options;
  const retentionMs = options.retentionMs ?? DEFAULT_RETENTION_MS;
  const segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
  const limits = { ...MEMORY_LIMITS, ...options.limits };
  const directory = segmentDirectory(disk, limits);
  const indexed = segmentIndex(disk, directory.next, limits);
  const sections = stateSections(disk, directory.findLsn, limits);
  const stores = storeRegistry(options.snapshotBytes ?? Math.min(IMAGE_BYTES, segmentBytes / 16));
  const catalogue = logCatalogue(
    (topicId, partition) => ({
      read: (location) => readBatch(disk, location),
      markDurable: (location) => indexed.add(topicId, partition, location),
      find: (offset) => {
        const segment = directory.find(topicId, partition, offset);
        return segment === undefined ? undefined : indexed.find(segment, topicId, partition, offset);
      },
    }),
    sections,
    stores,
    limits,
  );
  const repair = options.readOnly !== true;
  const recovered = ioErrors(() => recoverLog({ disk, repair, catalogue, directory, indexed }));
  let { recoverFrom } = recovered;
  moveStarts(catalogue, directory, retentionMs);
  const pending = pendingCommit(catalogue, sections, limits.recentBytes);
  const writer = segmentWriter(disk, recovered.lastSegment, segmentBytes);
  const cleaner = logCleaner({
    disk,
    directory,
    catalogue,
    indexed,
    sections,
    read: (location) => readBatch(disk, location),
    relocate: pending.relocate,
    recoverFrom: () => recoverFrom,
    retentionMs,
    relocatedShare: options.relocatedShare ?? CARRIED_SHARE,
    now,
  });
  const listeners = new Set<() => void>();
  let sequence = recovered.lastSequence;
  let failure: KsqlError | undefined;
  let framesWritten = 0;
  let bytesWritten = 0;

  const checkOpen = (): void => {
    if (failure !== undefined) throw failure;
    if (options.readOnly === true) throw readOnlyError();
  };
  const setOffset = (offset: GroupOffset, key: string): void => {
    catalogue.setOffset(offset, key);
    pending.setOffset(offset, key);
  };
  /** A segment goes as a whole: none may hold much more time than the shortest retention. */
  const isOld = ({ wallClockMs }: SegmentStart, at: number): boolean => {
    let shortest = Number.POSITIVE_INFINITY;
    for (const topic of catalogue.topics.values()) {
      const kept = topic.retentionMs ?? retentionMs;
      if (kept !== KEPT_FOR_EVER && kept < shortest) shortest = kept;
    }
    return at - wallClockMs > Math.max(shortest, SHORTEST_SEGMENT_MS);
  };
  const writeFrame = async (): Promise<void> => {
    sequence++;
    const wallClockMs = now();
    const newest = directory.segments.at(-1);
    const isNew = newest === undefined || writer.isFull() || isOld(directory.start(newest), wallClockMs);
    const segment = isNew ? segmentName(sequence) : newest;
    if (isNew) stores.begin(sequencesOf(directory.segments));
    const first = firstSequenceOf(segment);
    const head = isNew ? catalogue.segmentHeader(first, directory.segments) : undefined;
    const headBytes = head && encodeSegmentHeader(head);
    const index = isNew ? indexed.encodeNewest() : undefined;
    const sealed = pending.seal({ sequence, wallClockMs, segment: first, header: headBytes, index });
    const ownBytes = (headBytes?.length ?? 0) + (index?.length ?? 0);
    const position = await writer.write(segment, sealed.bytes, ownBytes);
    indexed.beginCommit(segment, position);
    sealed.markDurable(segment, position);
    if (head !== undefined) {
      directory.begun(segment, head, wallClockMs);
      recoverFrom = head.recoverFrom;
    }
    cleaner.step();
    framesWritten++;
    bytesWritten += sealed.bytes.length;
    for (const listener of listeners) listener();
  };
  /** One frame is written at a time; all who ask meanwhile share the next one, until it begins. */
  const commits = oneAtATime(() =>
    writeFrame().catch((error: unknown) => {
      failure ??= ioError(error);
      throw failure;
    }),
  );

  return {
    topics: catalogue.topics,
    limits,
    tornBytes: recovered.tornBytes,
    createTopic: (name, partitions, { retentionMs: kept } = {}) => {
      const known = catalogue.topics.get(name);
      if (known === undefined) {
        checkOpen();
        const topic = catalogue.addTopic(name, partitions, kept);
        pending.note({ kind: 'topic', id: topic.id, name, partitions, retentionMs: kept });
        return topic;
      }
      if (known.partitions.length === partitions) return known;
      throw new KsqlError(
        'TOPIC_PARTITIONS',
        `topic ${name} has ${known.partitions.length} partitions, ${partitions} were asked for`,
      );
    },
    deleteTopic: (name) => {
      checkOpen();
      const topic = catalogue.topics.get(name);
      if (topic === undefined) return;
      pending.note({ kind: 'topic-deleted', id: topic.id });
      catalogue.dropTopic(topic);
    },
    append: (partition, timestamp, key, value, headers) => {
      if (failure !== undefined) throw failure;
      const record = logRecord(partition.logEndOffset, timestamp, key, value, headers);
      partition.append(record);
      pending.touch(partition);
      return record;
    },
    appendRow: (partition, timestamp, key, encoder, row, first) => {
      if (failure !== undefined) throw failure;
      pending.touch(partition);
      return partition.appendRow(timestamp, key, encoder, row, first);
    },
    offset: catalogue.offset,
    setOffset: (offset) => {
      setOffset(offset, offsetKey(offset.group, offset.topic, offset.partition));
    },
    offsetSetter: (group, topic, partition) => {
      const key = offsetKey(group, topic, partition);
      return (offset, metadata) => setOffset({ group, topic, partition, offset, metadata }, key);
    },
    setRetention: (topic, kept) => {
      checkOpen();
      if (topic.retentionMs === kept) return;
      topic.retentionMs = kept;
      const { id, name, partitions } = topic;
      pending.note({ kind: 'topic', id, name, partitions: partitions.length, retentionMs: kept });
    },
    changelog: (name, state) => {
      // it is made by the commit under way, in this segment or the next
      const segment = firstSequenceOf(directory.segments.at(-1) ?? segmentName(1));
      const { store, isNew } = stores.open(name, state, segment, sections.end());
      if (isNew) pending.note({ kind: 'store', id: store.id, name });
      return pending.changelog(store);
    },
    dropChangelogs: (prefix) => {
      for (const { id } of stores.drop(prefix)) pending.note({ kind: 'store-deleted', id });
    },
    segments: () => directory.segments,
    dirty: () => !pending.isEmpty(),
    commit: () => {
      if (failure !== undefined) return Promise.reject(failure);
      if (options.readOnly === true) return Promise.reject(readOnlyError());
      return commits.run();
    },
    onCommitted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    written: () => ({ commits: framesWritten, bytes: bytesWritten }),
    close: async () => {
      await commits.idle();
      await cleaner.settled();
      failure ??= new KsqlError('LOG_CLOSED', 'the log was closed');
      await writer.close().catch(() => undefined);
      disk.close();
    },
  };
}
