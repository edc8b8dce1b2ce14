import { crc32 } from 'node:zlib';
import { KsqlError } from '../errors/ksql-error.ts';
import type { BatchLocation } from './batch-location.ts';
import type { Disk } from './disk.ts';
import { type GroupOffset, logCatalogue, type Topic } from './log-catalogue.ts';
import { type LogRecord, logRecord, type RecordBytes, type RecordHeader } from './log-record.ts';
import type { PartitionLog } from './partition-log.ts';
import { type Changelog, pendingCommit } from './pending-commit.ts';
import type { RowEncoder } from './record-codec.ts';
import { segmentIndex } from './segment-index.ts';
import { recoverSegments } from './segment-recovery.ts';
import { segmentWriter } from './segment-writer.ts';
import { stateSections } from './state-sections.ts';
import type { StoreState } from './store-state.ts';

export type { GroupOffset, Topic } from './log-catalogue.ts';
export type { Changelog } from './pending-commit.ts';
export type { StoreState } from './store-state.ts';

export interface TopicLogOptions {
  readonly disk: Disk;
  /** ms since the epoch */
  readonly now: () => number;
  /** A reader beside the owner: nothing is written, a torn tail is passed over. */
  readonly readOnly?: boolean;
  /** A segment is closed once it is larger. bytes */
  readonly segmentBytes?: number;
  /** What was written last is kept in memory for consumers that go along with the end. bytes */
  readonly recentBytes?: number;
}

/**
 * Durable topics. Appends, offsets and state changes gather in memory and become durable together, in one frame, at
 * the next `commit`; a process killed at any byte finds exactly the commits that were whole.
 */
export interface TopicLog {
  readonly topics: ReadonlyMap<string, Topic>;
  /** Throws KsqlError TOPIC_PARTITIONS when it exists with another number. */
  createTopic(name: string, partitions: number): Topic;
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
  /**
   * Opens a store's changelog. What was written so far is given to the store: its newest image, then the changes behind
   * it, oldest first. What is written from then on becomes durable with the next commit.
   */
  changelog(store: string, state: StoreState): Changelog;
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
  const indexed = segmentIndex(disk);
  const sections = stateSections(disk);
  const catalogue = logCatalogue(
    (topicId, partition) => ({
      read: (location) => readBatch(disk, location),
      batches: (segment) => indexed(segment, topicId, partition),
    }),
    sections,
  );
  const recovered = ioErrors(() =>
    recoverSegments(disk, options.readOnly !== true, ({ front, ...place }) => {
      for (const entry of front.entries) catalogue.recover(entry, place);
    }),
  );
  const pending = pendingCommit(catalogue, sections, options.recentBytes ?? 8 * 1024 * 1024);
  const writer = segmentWriter(disk, recovered.lastSegment, options.segmentBytes ?? 64 * 1024 * 1024);
  const listeners = new Set<() => void>();
  let sequence = recovered.lastSequence;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failure: KsqlError | undefined;
  let commits = 0;
  let bytesWritten = 0;

  const checkOpen = (): void => {
    if (failure !== undefined) throw failure;
    if (options.readOnly === true) throw readOnlyError();
  };
  const writeFrame = async (): Promise<void> => {
    sequence++;
    const sealed = pending.seal(sequence, now());
    const { segment, position } = await writer.write(sequence, sealed.bytes);
    sealed.landed(segment, position);
    commits++;
    bytesWritten += sealed.bytes.length;
    for (const listener of listeners) listener();
  };
  const run = (): Promise<void> => {
    const started = writeFrame().catch((error: unknown) => {
      failure ??= ioError(error);
      throw failure;
    });
    running = started.finally(() => {
      running = undefined;
    });
    running.catch(() => undefined);
    return started;
  };

  return {
    topics: catalogue.topics,
    tornBytes: recovered.tornBytes,
    createTopic: (name, partitions) => {
      const known = catalogue.topics.get(name);
      if (known === undefined) {
        checkOpen();
        const topic = catalogue.addTopic(name, partitions);
        pending.note({ kind: 'topic', id: topic.id, name, partitions });
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
      const record = logRecord(partition.end, timestamp, key, value, headers);
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
      catalogue.setOffset(offset);
      pending.setOffset(offset);
    },
    changelog: (store, state) => {
      const { id, isNew } = catalogue.store(store);
      if (isNew) pending.note({ kind: 'store', id, name: store });
      catalogue.history.take(id, state);
      return pending.changelog(id);
    },
    dirty: () => !pending.isEmpty(),
    commit: () => {
      if (failure !== undefined) return Promise.reject(failure);
      if (options.readOnly === true) return Promise.reject(readOnlyError());
      // one frame is written at a time; all who ask meanwhile share the next one, until it begins
      if (next !== undefined) return next;
      if (running === undefined) return run();
      next = running.then(() => {
        next = undefined;
        return run();
      });
      return next;
    },
    onCommitted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    written: () => ({ commits, bytes: bytesWritten }),
    close: async () => {
      await running?.catch(() => undefined);
      await next?.catch(() => undefined);
      failure ??= new KsqlError('LOG_CLOSED', 'the log was closed');
      await writer.close().catch(() => undefined);
      disk.close();
    },
  };
}

function readBatch(disk: Disk, { segment, position, bytes, crc }: BatchLocation): Buffer {
  const read = disk.read(segment, position, bytes);
  if (crc32(read) !== crc)
    throw new KsqlError(
      'LOG_DAMAGED',
      `${segment} fails its checksum at byte ${position}: records are not as they were written`,
      {
        hint: 'Restore the data folder from a copy, or start anew with another one.',
      },
    );
  return read;
}

const readOnlyError = (): KsqlError => new KsqlError('LOG_CLOSED', 'this log was opened for reading only');

function ioErrors<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw ioError(error);
  }
}

function ioError(error: unknown): KsqlError {
  if (error instanceof KsqlError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KsqlError('LOG_IO', `the disk refused: ${message}`, {
    cause: error,
    hint: 'Nothing that was committed is lost; free space or restore access, then start again.',
  });
}
