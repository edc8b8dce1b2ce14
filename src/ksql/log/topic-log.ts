import { KsqlError } from '../errors/ksql-error.ts';
import type { ByteReader } from './byte-reader.ts';
import { type ByteWriter, byteWriter } from './byte-writer.ts';
import type { AppendFile, Disk } from './disk.ts';
import { FRAME_HEADER_BYTES, type FrameEntry, sealFrame, writeFrameEntry, writeFrameStart } from './frame.ts';
import { type LogRecord, logRecord, type RecordBytes, type RecordHeader } from './log-record.ts';
import { type BatchLocation, PartitionLog } from './partition-log.ts';
import { readRecords, writeRecord } from './record-codec.ts';
import { SEGMENT_HEADER, SEGMENT_HEADER_BYTES, segmentName } from './segment-name.ts';
import { recoverSegments } from './segment-recovery.ts';
import { stateHistory } from './state-history.ts';

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

export interface TopicLogOptions {
  readonly disk: Disk;
  /** ms since the epoch */
  readonly now: () => number;
  /** A reader beside the owner: nothing is written, a torn tail is passed over. */
  readonly readOnly?: boolean;
  /** A segment is closed once it is larger. bytes */
  readonly segmentBytes?: number;
}

export interface Changelog {
  /** Calls `write` to encode one change. */
  change(write: (writer: ByteWriter) => void): void;
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
  offset(group: string, topic: string, partition: number): GroupOffset | undefined;
  setOffset(offset: GroupOffset): void;
  /**
   * Opens a store's changelog. Changes written so far are given to `replay`, oldest first; what `change` writes from
   * then on becomes durable with the next commit.
   */
  changelog(store: string, replay: (change: ByteReader) => void): Changelog;
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
  const segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
  const topics = new Map<string, Topic>();
  const topicsById = new Map<number, Topic>();
  const groupIds = new Map<string, number>();
  const groupNames = new Map<number, string>();
  const offsets = new Map<string, GroupOffset>();
  const storeIds = new Map<string, number>();
  const history = stateHistory();
  const listeners = new Set<() => void>();
  let nextTopicId = 1;

  const addTopic = (id: number, name: string, partitions: number): Topic => {
    const topic: Topic = {
      id,
      name,
      partitions: Array.from({ length: partitions }, (_, p) => new PartitionLog(name, p, readBatch)),
    };
    topics.set(name, topic);
    topicsById.set(id, topic);
    nextTopicId = Math.max(nextTopicId, id + 1);
    return topic;
  };
  const readBatch = (location: BatchLocation): readonly LogRecord[] => {
    const bytes = disk.read(location.segment, location.position, location.bytes);
    return readRecords(bytes, location.baseOffset, location.count);
  };
  const offsetKey = (group: string, topic: string, partition: number): string =>
    `${group}\0${topic}\0${partition}`;

  // -- recovery ----------------------------------------------------------------------------------------------------
  const recovered = ioErrors(() =>
    recoverSegments(disk, options.readOnly !== true, ({ front, segment, recordsAt }) => {
      for (const entry of front.entries) recover(entry, segment, recordsAt);
    }),
  );

  function recover(entry: FrameEntry, segment: string, recordsAt: number): void {
    switch (entry.kind) {
      case 'topic':
        addTopic(entry.id, entry.name, entry.partitions);
        return;
      case 'topic-deleted': {
        const topic = topicsById.get(entry.id);
        if (topic !== undefined && topics.get(topic.name) === topic) topics.delete(topic.name);
        return;
      }
      case 'group':
        groupIds.set(entry.name, entry.id);
        groupNames.set(entry.id, entry.name);
        return;
      case 'batch':
        topicsById.get(entry.topic)?.partitions[entry.partition]?.committed({
          baseOffset: entry.baseOffset,
          count: entry.count,
          segment,
          position: recordsAt + entry.position,
          bytes: entry.bytes,
        });
        return;
      case 'offset': {
        const group = groupNames.get(entry.group);
        const topic = topicsById.get(entry.topic)?.name;
        if (group === undefined || topic === undefined) return;
        const { partition, offset, metadata } = entry;
        offsets.set(offsetKey(group, topic, partition), { group, topic, partition, offset, metadata });
        return;
      }
      case 'store':
        storeIds.set(entry.name, entry.id);
        return;
      case 'states':
        history.add(entry.changes);
    }
  }

  // -- the commit under way ----------------------------------------------------------------------------------------
  const front = byteWriter();
  const records = byteWriter(1024 * 1024);
  const states = byteWriter();
  let entries: FrameEntry[] = [];
  let touched = new Set<PartitionLog>();
  let changedOffsets = new Map<string, GroupOffset>();
  let sequence = recovered.lastSequence;
  let segment = recovered.lastSegment;
  let segmentLength = segment === undefined ? 0 : disk.size(segment);
  let file: AppendFile | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failure: KsqlError | undefined;
  let commits = 0;
  let bytesWritten = 0;

  const open = (): void => {
    if (failure !== undefined) throw failure;
    if (options.readOnly === true) throw readOnlyError();
  };

  const groupId = (group: string): number => {
    const known = groupIds.get(group);
    if (known !== undefined) return known;
    const id = groupIds.size + 1;
    groupIds.set(group, id);
    groupNames.set(id, group);
    entries.push({ kind: 'group', id, name: group });
    return id;
  };

  const writeFrame = async (): Promise<void> => {
    sequence++;
    for (const { group, topic, partition, offset, metadata } of changedOffsets.values()) {
      const id = topics.get(topic)?.id;
      if (id === undefined) continue;
      entries.push({ kind: 'offset', group: groupId(group), topic: id, partition, offset, metadata });
    }
    const batches: { readonly partition: PartitionLog; readonly entry: FrameEntry & { kind: 'batch' } }[] =
      [];
    for (const partition of touched) {
      const uncommitted = partition.uncommitted();
      const topic = topics.get(partition.topic);
      if (uncommitted.length === 0 || topic?.partitions[partition.partition] !== partition) continue;
      const position = records.length();
      for (const record of uncommitted) writeRecord(records, record);
      const entry = {
        kind: 'batch',
        topic: topic.id,
        partition: partition.partition,
        baseOffset: partition.committedEnd,
        count: uncommitted.length,
        position,
        bytes: records.length() - position,
      } as const;
      batches.push({ partition, entry });
    }
    writeFrameStart(front, sequence, now());
    for (const entry of entries) writeFrameEntry(front, entry);
    if (states.length() > 0) writeFrameEntry(front, { kind: 'states', changes: states.view() });
    for (const { entry } of batches) writeFrameEntry(front, entry);
    const bytes = sealFrame(front.view(), records.view());
    const frontLength = front.length();
    front.reset();
    records.reset();
    states.reset();
    entries = [];
    touched = new Set();
    changedOffsets = new Map();

    const { name, position } = await writeBytes(bytes);
    const recordsAt = position + FRAME_HEADER_BYTES + frontLength;
    for (const { partition, entry } of batches)
      partition.committed({
        baseOffset: entry.baseOffset,
        count: entry.count,
        segment: name,
        position: recordsAt + entry.position,
        bytes: entry.bytes,
      });
    commits++;
    bytesWritten += bytes.length;
    for (const listener of listeners) listener();
  };

  const writeBytes = async (bytes: Buffer): Promise<{ name: string; position: number }> => {
    if (file === undefined || segmentLength > segmentBytes) {
      const fresh = segment === undefined || segmentLength > segmentBytes;
      await file?.close();
      if (fresh) {
        segment = segmentName(sequence);
        segmentLength = 0;
      }
      file = disk.append(segment ?? segmentName(sequence));
    }
    const name = segment ?? segmentName(sequence);
    const withHeader = segmentLength === 0 ? Buffer.concat([SEGMENT_HEADER, bytes]) : bytes;
    const position = segmentLength === 0 ? SEGMENT_HEADER_BYTES : segmentLength;
    await file.write(withHeader);
    segmentLength += withHeader.length;
    return { name, position };
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
    topics,
    tornBytes: recovered.tornBytes,
    createTopic: (name, partitions) => {
      const known = topics.get(name);
      if (known !== undefined) {
        if (known.partitions.length === partitions) return known;
        throw new KsqlError(
          'TOPIC_PARTITIONS',
          `topic ${name} has ${known.partitions.length} partitions, ${partitions} were asked for`,
        );
      }
      open();
      const topic = addTopic(nextTopicId, name, partitions);
      entries.push({ kind: 'topic', id: topic.id, name, partitions });
      return topic;
    },
    deleteTopic: (name) => {
      open();
      const topic = topics.get(name);
      if (topic === undefined) return;
      entries.push({ kind: 'topic-deleted', id: topic.id });
      topics.delete(name);
    },
    append: (partition, timestamp, key, value, headers) => {
      if (failure !== undefined) throw failure;
      const record = logRecord(partition.end, timestamp, key, value, headers);
      partition.append(record);
      touched.add(partition);
      return record;
    },
    offset: (group, topic, partition) => offsets.get(offsetKey(group, topic, partition)),
    setOffset: (offset) => {
      const key = offsetKey(offset.group, offset.topic, offset.partition);
      offsets.set(key, offset);
      changedOffsets.set(key, offset);
    },
    changelog: (store, replay) => {
      let id = storeIds.get(store);
      if (id === undefined) {
        id = storeIds.size + 1;
        storeIds.set(store, id);
        entries.push({ kind: 'store', id, name: store });
      }
      history.take(id, replay);
      return changelogOf(id, states);
    },
    dirty: () => entries.length > 0 || states.length() > 0 || touched.size > 0 || changedOffsets.size > 0,
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
      await file?.close().catch(() => undefined);
      disk.close();
    },
  };
}

const readOnlyError = (): KsqlError => new KsqlError('LOG_CLOSED', 'this log was opened for reading only');

function changelogOf(id: number, states: ByteWriter): Changelog {
  return {
    change: (write) => {
      states.u32(id);
      const lengthAt = states.length();
      states.u32(0);
      write(states);
      states.patchU32(lengthAt, states.length() - lengthAt - 4);
    },
  };
}

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
