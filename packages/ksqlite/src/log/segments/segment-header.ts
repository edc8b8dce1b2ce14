import { byteReader } from '../bytes/byte-reader.ts';
import { byteWriter } from '../bytes/byte-writer.ts';
import { readRetention } from '../commits/commit-codec.ts';

/** A topic as it was before a segment. */
export interface HeaderTopic {
  readonly id: number;
  readonly name: string;
  readonly retentionMs: number | undefined;
  /** By partition: the first offset kept, and one past the last. */
  readonly partitions: readonly { readonly logStartOffset: number; readonly logEndOffset: number }[];
}

/** A store as it was before a segment. */
export interface HeaderStore {
  readonly id: number;
  readonly name: string;
  /** First commit of the segment that holds its newest snapshot or, where it has none, that it was made in. */
  readonly since: number;
  /** The commit that holds its newest snapshot; 0: none. */
  readonly snapshotAt: number;
}

/** A batch that was relocated out of a segment that is gone. */
export interface HeaderRelocatedBatch {
  readonly topic: number;
  readonly partition: number;
  readonly baseOffset: number;
  readonly count: number;
  /** First commit of the segment where it lies now. */
  readonly segment: number;
  readonly position: number;
  readonly bytes: number;
  readonly crc: number;
}

/**
 * What the first commit of a segment says of all that came before it, so that opening a log needs no older segment but
 * those that hold the newest snapshots and the changes behind them.
 */
export interface SegmentHeader {
  /** First commit of the oldest segment that is needed to make the stores' state again. */
  readonly recoverFrom: number;
  /** The LSN of the next state change: bytes of state changes ever written before this segment. */
  readonly nextLsn: number;
  /** First commits of the segments before this one that were kept, oldest first. */
  readonly segments: readonly number[];
  /** Numbers that were given out: none is used twice. */
  readonly lastTopic: number;
  readonly lastStore: number;
  readonly topics: readonly HeaderTopic[];
  readonly groups: readonly { readonly id: number; readonly name: string }[];
  readonly stores: readonly HeaderStore[];
  readonly offsets: readonly {
    readonly group: number;
    readonly topic: number;
    readonly partition: number;
    readonly offset: number;
    readonly metadata: string;
  }[];
  readonly relocated: readonly HeaderRelocatedBatch[];
}

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const writer = byteWriter(4096);
  const list = <T>(items: readonly T[], write: (item: T) => void): void => {
    writer.u32(items.length);
    for (const item of items) write(item);
  };
  writer.f64(header.recoverFrom);
  writer.f64(header.nextLsn);
  list(header.segments, writer.f64);
  writer.u32(header.lastTopic);
  writer.u32(header.lastStore);
  list(header.topics, ({ id, name, retentionMs, partitions }) => {
    writer.u32(id);
    writer.string(name);
    writer.f64(retentionMs ?? Number.NaN);
    list(partitions, ({ logStartOffset: start, logEndOffset: end }) => {
      writer.f64(start);
      writer.f64(end);
    });
  });
  list(header.groups, ({ id, name }) => {
    writer.u32(id);
    writer.string(name);
  });
  list(header.stores, ({ id, name, since, snapshotAt }) => {
    writer.u32(id);
    writer.string(name);
    writer.f64(since);
    writer.f64(snapshotAt);
  });
  list(header.offsets, ({ group, topic, partition, offset, metadata }) => {
    writer.u32(group);
    writer.u32(topic);
    writer.u32(partition);
    writer.f64(offset);
    writer.string(metadata);
  });
  list(header.relocated, ({ topic, partition, baseOffset, count, segment, position, bytes, crc }) => {
    writer.u32(topic);
    writer.u32(partition);
    writer.f64(baseOffset);
    writer.u32(count);
    writer.f64(segment);
    writer.f64(position);
    writer.u32(bytes);
    writer.u32(crc);
  });
  return Buffer.from(writer.view());
}

/** Throws RangeError on bytes that `encodeHead` did not write. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader {
  const reader = byteReader(bytes);
  const list = <T>(read: () => T): T[] => {
    const items: T[] = [];
    for (let count = reader.u32(); count > 0; count--) items.push(read());
    return items;
  };
  return {
    recoverFrom: reader.f64(),
    nextLsn: reader.f64(),
    segments: list(() => reader.f64()),
    lastTopic: reader.u32(),
    lastStore: reader.u32(),
    topics: list(() => ({
      id: reader.u32(),
      name: reader.string(),
      retentionMs: readRetention(reader),
      partitions: list(() => ({ logStartOffset: reader.f64(), logEndOffset: reader.f64() })),
    })),
    groups: list(() => ({ id: reader.u32(), name: reader.string() })),
    stores: list(() => ({
      id: reader.u32(),
      name: reader.string(),
      since: reader.f64(),
      snapshotAt: reader.f64(),
    })),
    offsets: list(() => ({
      group: reader.u32(),
      topic: reader.u32(),
      partition: reader.u32(),
      offset: reader.f64(),
      metadata: reader.string(),
    })),
    relocated: list(() => ({
      topic: reader.u32(),
      partition: reader.u32(),
      baseOffset: reader.f64(),
      count: reader.u32(),
      segment: reader.f64(),
      position: reader.f64(),
      bytes: reader.u32(),
      crc: reader.u32(),
    })),
  };
}
