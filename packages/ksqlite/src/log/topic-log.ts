import { KsqlError } from '../errors/ksql-error.ts';
import { MEMORY_LIMITS, type MemoryLimits } from '../memory-limits.ts';
import type { HistogramSample } from '../metrics/metric.ts';
import type { Changelog } from './changelogs/changelog.ts';
import { StateSections } from './changelogs/state-sections.ts';
import { StoreRegistry } from './changelogs/store-registry.ts';
import type { StoreState } from './changelogs/store-state.ts';
import { CommitWriter } from './commits/commit-writer.ts';
import { type OneAtATime, oneAtATime } from './commits/one-at-a-time.ts';
import { PendingCommit } from './commits/pending-commit.ts';
import type { Disk } from './disk/disk.ts';
import { ioDisk } from './disk/io-disk.ts';
import { ioError, ioErrors, readOnlyError } from './log-errors.ts';
import { moveStarts, recoverLog } from './recovery/recover-log.ts';
import { LogCleaner } from './retention/log-cleaner.ts';
import { readBatch } from './segments/read-batch.ts';
import { SegmentDirectory } from './segments/segment-directory.ts';
import { SegmentIndex } from './segments/segment-index.ts';
import { firstSequenceOf, segmentName } from './segments/segment-name.ts';
import { SegmentWriter } from './segments/segment-writer.ts';
import {
  DEFAULT_RELOCATED_SHARE,
  DEFAULT_RETENTION_MS,
  DEFAULT_SEGMENT_BYTES,
  defaultSnapshotBytes,
  type TopicLogOptions,
} from './topic-log-options.ts';
import {
  type GroupOffset,
  LogCatalogue,
  offsetKey,
  refuseOtherPartitions,
  type Topic,
} from './topics/log-catalogue.ts';
import { type LogRecord, logRecord, type RecordBytes, type RecordHeader } from './topics/log-record.ts';
import type { PartitionDisk, PartitionLog } from './topics/partition-log.ts';
import type { RowEncoder } from './topics/record-codec.ts';

export type { Changelog } from './changelogs/changelog.ts';
export type { StoreState } from './changelogs/store-state.ts';
export { DEFAULT_RETENTION_MS, type TopicLogOptions } from './topic-log-options.ts';
export {
  type GroupOffset,
  KEPT_FOR_EVER,
  refuseOtherPartitions,
  type Topic,
} from './topics/log-catalogue.ts';

/** Opens the log of a folder. Throws KsqlError LOG_DAMAGED or LOG_IO. */
export const openTopicLog = (options: TopicLogOptions): TopicLog => new TopicLog(options);

/**
 * Durable topics. Appends, offsets and state changes gather in memory and become durable together, in one commit.
 *
 * What must stay true: a process killed at any byte finds exactly the commits that were whole. Commits have a sequence
 * without gaps and are written one at a time. Once a write has failed the log is closed for good: nobody can know what of
 * it is on disk.
 */
export class TopicLog {
  /** What it was opened with. */
  readonly limits: MemoryLimits;
  /** Bytes that a crash left half written, cut off at opening. */
  readonly tornBytes: number;
  readonly #disk: Disk;
  readonly #now: () => number;
  readonly #readOnly: boolean;
  readonly #retentionMs: number;
  readonly #directory: SegmentDirectory;
  readonly #index: SegmentIndex;
  readonly #sections: StateSections;
  readonly #stores: StoreRegistry;
  readonly #catalogue: LogCatalogue;
  readonly #pending: PendingCommit;
  readonly #commitWriter: CommitWriter;
  readonly #cleaner: LogCleaner;
  readonly #commits: OneAtATime;
  readonly #listeners = new Set<() => void>();
  #failure: KsqlError | undefined;

  /** Use `openTopicLog`. */
  constructor(options: TopicLogOptions) {
    const { now, segmentBytes = DEFAULT_SEGMENT_BYTES } = options;
    const disk = ioDisk(options.disk);
    this.#disk = disk;
    this.#now = now;
    this.#readOnly = options.readOnly === true;
    this.#retentionMs = options.retentionMs ?? DEFAULT_RETENTION_MS;
    this.limits = { ...MEMORY_LIMITS, ...options.limits };
    const directory = new SegmentDirectory(disk, this.limits);
    this.#directory = directory;
    this.#index = new SegmentIndex(disk, (segment) => directory.next(segment), this.limits);
    this.#sections = new StateSections(disk, (lsn) => directory.findLsn(lsn), this.limits);
    this.#stores = new StoreRegistry(options.snapshotBytes ?? defaultSnapshotBytes(segmentBytes));
    this.#catalogue = new LogCatalogue(
      (topicId, partition) => this.#diskOf(topicId, partition),
      this.#sections,
      this.#stores,
      this.limits,
    );
    const recovered = ioErrors(() =>
      recoverLog({
        disk,
        repair: !this.#readOnly,
        catalogue: this.#catalogue,
        directory,
        indexed: this.#index,
      }),
    );
    this.tornBytes = recovered.tornBytes;
    moveStarts(this.#catalogue, directory, this.#retentionMs);
    this.#pending = new PendingCommit(this.#catalogue, this.#sections, this.limits.recentBytes);
    this.#commitWriter = new CommitWriter({
      pending: this.#pending,
      writer: new SegmentWriter(disk, recovered.lastSegment, segmentBytes),
      directory,
      indexed: this.#index,
      catalogue: this.#catalogue,
      stores: this.#stores,
      retentionMs: this.#retentionMs,
      now,
      lastSequence: recovered.lastSequence,
      recoverFrom: recovered.recoverFrom,
      onWritten: () => {
        this.#cleaner.step();
        for (const listener of this.#listeners) listener();
      },
    });
    this.#cleaner = this.#makeCleaner(options.relocatedShare ?? DEFAULT_RELOCATED_SHARE);
    this.#commits = oneAtATime(() => this.#writeOrFail());
  }

  get topics(): ReadonlyMap<string, Topic> {
    return this.#catalogue.topics;
  }

  /** Bytes of state changes ever written: they become more, and never less, over restarts too. */
  get stateBytes(): number {
    return this.#sections.nextLsn();
  }

  /**
   * Gives a topic of this name, which is made if there is none.
   *
   * @throws KsqlError TOPIC_PARTITIONS when it exists with another number of partitions
   */
  createTopic(
    name: string,
    partitions: number,
    { retentionMs }: { readonly retentionMs?: number | undefined } = {},
  ): Topic {
    const known = this.#catalogue.topics.get(name);
    if (known === undefined) {
      this.#checkOpen();
      const topic = this.#catalogue.addTopic(name, partitions, retentionMs);
      this.#pending.note({ kind: 'topic', id: topic.id, name, partitions, retentionMs });
      return topic;
    }
    refuseOtherPartitions(known, partitions);
    return known;
  }

  /** From now on. @param retentionMs see TopicLogOptions; undefined: as the log has it */
  setRetention(topic: Topic, retentionMs: number | undefined): void {
    this.#checkOpen();
    if (topic.retentionMs === retentionMs) return;
    topic.retentionMs = retentionMs;
    const { id, name, partitions } = topic;
    this.#pending.note({ kind: 'topic', id, name, partitions: partitions.length, retentionMs });
  }

  deleteTopic(name: string): void {
    this.#checkOpen();
    const topic = this.#catalogue.topics.get(name);
    if (topic === undefined) return;
    this.#pending.note({ kind: 'topic-deleted', id: topic.id });
    this.#catalogue.dropTopic(topic);
  }

  append(
    partition: PartitionLog,
    timestamp: number,
    key: RecordBytes,
    value: RecordBytes,
    headers?: readonly RecordHeader[],
  ): LogRecord {
    if (this.#failure !== undefined) throw this.#failure;
    const record = logRecord(partition.logEndOffset, timestamp, key, value, headers);
    this.#pending.touch(partition);
    partition.append(record);
    return record;
  }

  /** As `append`, without headers; the value is encoded from a row, of which the columns from `first` on are the value. */
  appendRow<Row>(
    partition: PartitionLog,
    timestamp: number,
    key: RecordBytes,
    encoder: RowEncoder<Row>,
    row: Row,
    first: number,
  ): LogRecord {
    if (this.#failure !== undefined) throw this.#failure;
    this.#pending.touch(partition);
    return partition.appendRow(timestamp, key, encoder, row, first);
  }

  /**
   * What is appended and changed from now on is one step: what one record makes. Until the next one begins, or a commit, it
   * can be taken back as a whole.
   */
  beginStep(): void {
    this.#pending.beginStep();
  }

  /**
   * Takes back the records and the state changes of the step under way, and nothing else. The stores have taken the changes
   * in already: their changelogs have to be detached.
   */
  undoStep(): void {
    this.#pending.undoStep();
  }

  /** How far a group has read a partition; undefined: it has not committed anything. */
  offset(group: string, topic: string, partition: number): GroupOffset | undefined {
    return this.#catalogue.offset(group, topic, partition);
  }

  /** What groups whose names begin so have committed. */
  offsetsOf(prefix: string): readonly GroupOffset[] {
    return this.#catalogue.offsetsOf(prefix);
  }

  setOffset(offset: GroupOffset): void {
    this.#setOffset(offset, offsetKey(offset.group, offset.topic, offset.partition));
  }

  /** `setOffset` of one group and partition: a caller that sets it often need not say of what each time. */
  offsetSetter(group: string, topic: string, partition: number): (offset: number, metadata: string) => void {
    const key = offsetKey(group, topic, partition);
    return (offset, metadata) => this.#setOffset({ group, topic, partition, offset, metadata }, key);
  }

  /**
   * Opens a store's changelog. What was written so far is given to the store: its newest snapshot, then the changes behind
   * it, oldest first. What is written from then on becomes durable with the next commit.
   */
  changelog(name: string, state: StoreState): Changelog {
    // it is made by the pending commit, in this segment or the next
    const segment = firstSequenceOf(this.#directory.segments.at(-1) ?? segmentName(1));
    const { store, isNew } = this.#stores.open(name, state, segment, this.#sections.nextLsn());
    if (isNew) this.#pending.note({ kind: 'store', id: store.id, name });
    return this.#pending.changelog(store);
  }

  /**
   * Stores whose names begin so write nothing any more, and are not asked: what they hold in memory is not what their
   * changelogs say. All that is needed to make them again from there is kept.
   */
  detachChangelogs(prefix: string): void {
    this.#stores.detach(prefix);
  }

  /** Stores whose names begin so are gone for good. */
  dropChangelogs(prefix: string): void {
    for (const { id } of this.#stores.drop(prefix)) this.#pending.note({ kind: 'store-deleted', id });
  }

  /** What the state of stores takes on disk, in bytes, by their names, of those whose names begin so. */
  storeBytes(prefix: string): ReadonlyMap<string, number> {
    return this.#stores.bytes(prefix);
  }

  /** The segment files that are kept, oldest first. */
  segments(): readonly string[] {
    return this.#directory.segments;
  }

  /** Makes durable what was done so far. Rejects with KsqlError LOG_IO, and the log is then closed for good. */
  commit(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#readOnly) return Promise.reject(readOnlyError());
    return this.#commits.run();
  }

  /** Whether something waits for a commit. */
  dirty(): boolean {
    return !this.#pending.isEmpty();
  }

  /** Calls a listener after each commit, before `commit` resolves. @returns stops that */
  onCommitted(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Commits and bytes written since opening. */
  written(): { readonly commits: number; readonly bytes: number } {
    return this.#commitWriter.written();
  }

  /** How long commits took since opening, in seconds. */
  commitDurations(): HistogramSample {
    return this.#commitWriter.durations();
  }

  /** Bytes of the segment files that are kept. */
  bytes(): number {
    return this.#directory.segments.reduce((sum, segment) => sum + this.#disk.size(segment), 0);
  }

  /** Waits for what is being written and deleted. What was not committed is lost. */
  async close(): Promise<void> {
    await this.#commits.idle();
    await this.#cleaner.settled();
    this.#failure ??= new KsqlError('LOG_CLOSED', 'the log was closed');
    await this.#commitWriter.close().catch(() => undefined);
    this.#disk.close();
  }

  #diskOf(topicId: number, partition: number): PartitionDisk {
    return {
      read: (location) => readBatch(this.#disk, location),
      markDurable: (location) => this.#index.add(topicId, partition, location),
      find: (offset) => {
        const segment = this.#directory.find(topicId, partition, offset);
        return segment === undefined ? undefined : this.#index.find(segment, topicId, partition, offset);
      },
    };
  }

  #makeCleaner(relocatedShare: number): LogCleaner {
    return new LogCleaner({
      disk: this.#disk,
      directory: this.#directory,
      catalogue: this.#catalogue,
      indexed: this.#index,
      sections: this.#sections,
      read: (location) => readBatch(this.#disk, location),
      relocate: (batches) => this.#pending.relocate(batches),
      recoverFrom: () => this.#commitWriter.recoverFrom,
      retentionMs: this.#retentionMs,
      relocatedShare,
      now: this.#now,
    });
  }

  #checkOpen(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#readOnly) throw readOnlyError();
  }

  #setOffset(offset: GroupOffset, key: string): void {
    this.#catalogue.setOffset(offset, key);
    this.#pending.setOffset(offset, key);
  }

  async #writeOrFail(): Promise<void> {
    try {
      await this.#commitWriter.write();
    } catch (error) {
      this.#failure ??= ioError(error);
      throw this.#failure;
    }
  }
}
