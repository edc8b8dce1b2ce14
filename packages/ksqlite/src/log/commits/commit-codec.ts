import { crc32 } from 'node:zlib';
import { type ByteReader, byteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/**
 * A commit as bytes: an entry of a write-ahead log, with everything that became durable together. On disk:
 *
 *     u32 metadata length | u32 records length | u32 CRC-32 of the metadata | u32 CRC-32 of the 12 bytes before
 *     metadata: sequence, wall clock, then entries: the segment header where it is its segment's first commit, what is
 *               state (changes, snapshots), then the rest (topics, record batches, offsets)
 *     records:  the batches' bytes, one behind the other
 *
 * What must stay true: folders written before open, so tags and fields never change; a new kind gets a new tag.
 *
 * Recovery reads metadata alone; the batches of the last commit are checked as well, because only that one can be torn.
 * The others are checked when they are read.
 */
export const COMMIT_HEADER_BYTES = 16;

export type CommitEntry =
  /** Everything that the log's catalogue held before this commit: a segment's first commit has it. See segment-header.ts. */
  | { readonly kind: 'header'; readonly bytes: Buffer }
  /** Where batches lie in the segment before: behind the segment header. See sparse-index.ts. */
  | { readonly kind: 'index'; readonly bytes: Buffer }
  | {
      readonly kind: 'topic';
      readonly id: number;
      readonly name: string;
      readonly partitions: number;
      /** See log-catalogue.ts. */
      readonly retentionMs: number | undefined;
    }
  | { readonly kind: 'topic-deleted'; readonly id: number }
  | { readonly kind: 'group'; readonly id: number; readonly name: string }
  | {
      /** `relocated`: records of an older segment that is to go, written again with their offsets. */
      readonly kind: 'batch' | 'relocated';
      readonly topic: number;
      readonly partition: number;
      readonly baseOffset: number;
      readonly count: number;
      /** within the commit's records */
      readonly position: number;
      readonly bytes: number;
      /** CRC-32 of these bytes */
      readonly crc: number;
    }
  | {
      readonly kind: 'offset';
      readonly group: number;
      readonly topic: number;
      readonly partition: number;
      readonly offset: number;
      readonly metadata: string;
    }
  | { readonly kind: 'store'; readonly id: number; readonly name: string }
  | { readonly kind: 'store-deleted'; readonly id: number }
  /** The whole of a store as this commit left it, the changes in it included. */
  | { readonly kind: 'snapshot'; readonly store: number; readonly bytes: Buffer }
  /**
   * A part of a store that is written in several commits. All parts and the changes of the commits behind the first one are
   * its state: a row is in its part as that commit left it.
   */
  | {
      readonly kind: 'snapshot-part';
      readonly store: number;
      /** 0: it begins; one that was begun before and has no last part counts for nothing. */
      readonly number: number;
      readonly isLast: boolean;
      readonly bytes: Buffer;
    }
  /** All state changes of the commit: u32 store id and the change's bytes with their length, repeated. */
  | {
      readonly kind: 'changes';
      /** the LSN of the first change: bytes of all state changes ever written before it */
      readonly base: number;
      readonly changes: Buffer;
      /** where the changes begin within the metadata; behind them a CRC-32 for each of their blocks */
      readonly at: number;
    };

/** A change is read back without the whole metadata: so many bytes of changes have a checksum of their own. */
export const STATE_BLOCK_BYTES = 4096;

const TAGS = {
  topic: 1,
  'topic-deleted': 2,
  group: 3,
  batch: 4,
  offset: 5,
  store: 6,
  changes: 7,
  header: 8,
  snapshot: 9,
  relocated: 10,
  'store-deleted': 11,
  index: 12,
  'snapshot-part': 13,
} as const;
/** Entries that come first. */
const STATE_TAGS: readonly number[] = [
  TAGS.header,
  TAGS.index,
  TAGS.changes,
  TAGS.snapshot,
  TAGS['snapshot-part'],
];

export function writeCommitStart(metadata: ByteWriter, sequence: number, wallClockMs: number): void {
  metadata.f64(sequence);
  metadata.f64(wallClockMs);
}

export function writeCommitEntry(
  metadata: ByteWriter,
  entry: Exclude<CommitEntry, { kind: 'changes' | 'snapshot' | 'snapshot-part' }>,
): void {
  metadata.u8(TAGS[entry.kind]);
  switch (entry.kind) {
    case 'topic':
      metadata.u32(entry.id);
      metadata.string(entry.name);
      metadata.u32(entry.partitions);
      metadata.f64(entry.retentionMs ?? Number.NaN);
      return;
    case 'topic-deleted':
    case 'store-deleted':
      metadata.u32(entry.id);
      return;
    case 'group':
      metadata.u32(entry.id);
      metadata.string(entry.name);
      return;
    case 'batch':
    case 'relocated':
      metadata.u32(entry.topic);
      metadata.u32(entry.partition);
      metadata.f64(entry.baseOffset);
      metadata.u32(entry.count);
      metadata.u32(entry.position);
      metadata.u32(entry.bytes);
      metadata.u32(entry.crc);
      return;
    case 'offset':
      metadata.u32(entry.group);
      metadata.u32(entry.topic);
      metadata.u32(entry.partition);
      metadata.f64(entry.offset);
      metadata.string(entry.metadata);
      return;
    case 'store':
      metadata.u32(entry.id);
      metadata.string(entry.name);
      return;
    case 'header':
    case 'index':
      metadata.bytes(entry.bytes);
  }
}

/** Writes a store's snapshot in place. @returns its bytes */
export function writeSnapshot(
  metadata: ByteWriter,
  store: number,
  write: (writer: ByteWriter) => void,
): number {
  metadata.u8(TAGS.snapshot);
  metadata.u32(store);
  const lengthAt = metadata.length();
  metadata.u32(0);
  write(metadata);
  const bytes = metadata.length() - lengthAt - 4;
  metadata.patchU32(lengthAt, bytes);
  return bytes;
}

/**
 * Writes a part of a store's snapshot in place.
 *
 * @param write returns whether it was the last part
 */
export function writeSnapshotPart(
  metadata: ByteWriter,
  store: number,
  number: number,
  write: (writer: ByteWriter) => boolean,
): { readonly bytes: number; readonly isLast: boolean } {
  metadata.u8(TAGS['snapshot-part']);
  metadata.u32(store);
  const numberAt = metadata.length();
  metadata.u32(0);
  metadata.u32(0);
  const isLast = write(metadata);
  const bytes = metadata.length() - numberAt - 8;
  metadata.patchU32(numberAt, number * 2 + (isLast ? 1 : 0));
  metadata.patchU32(numberAt + 4, bytes);
  return { bytes, isLast };
}

/** @returns where the changes begin within the metadata */
export function writeChanges(metadata: ByteWriter, base: number, changes: Buffer): number {
  metadata.u8(TAGS.changes);
  metadata.f64(base);
  metadata.bytes(changes);
  const at = metadata.length() - changes.length;
  for (let from = 0; from < changes.length; from += STATE_BLOCK_BYTES)
    metadata.u32(crc32(changes.subarray(from, from + STATE_BLOCK_BYTES)));
  return at;
}

export interface CommitMetadata {
  readonly sequence: number;
  /** When the commit was sealed, ms since the epoch. */
  readonly wallClockMs: number;
  readonly entries: readonly CommitEntry[];
}

/**
 * Decodes metadata whose checksum was right. Throws RangeError or Error on bytes that no version of this code wrote.
 *
 * @param statesOnly the segment header, state changes and snapshots alone
 */
export function readCommitMetadata(metadata: Buffer, statesOnly = false): CommitMetadata {
  const reader = byteReader(metadata);
  const sequence = reader.f64();
  const wallClockMs = reader.f64();
  const entries: CommitEntry[] = [];
  while (!reader.atEnd()) {
    if (statesOnly && !STATE_TAGS.includes(metadata[reader.position()] ?? 0)) break;
    entries.push(readEntry(reader));
  }
  return { sequence, wallClockMs, entries };
}

function readEntry(reader: ByteReader): CommitEntry {
  const tag = reader.u8();
  switch (tag) {
    case TAGS.topic:
      return {
        kind: 'topic',
        id: reader.u32(),
        name: reader.string(),
        partitions: reader.u32(),
        retentionMs: readRetention(reader),
      };
    case TAGS['topic-deleted']:
      return { kind: 'topic-deleted', id: reader.u32() };
    case TAGS.group:
      return { kind: 'group', id: reader.u32(), name: reader.string() };
    case TAGS.batch:
    case TAGS.relocated:
      return {
        kind: tag === TAGS.batch ? 'batch' : 'relocated',
        topic: reader.u32(),
        partition: reader.u32(),
        baseOffset: reader.f64(),
        count: reader.u32(),
        position: reader.u32(),
        bytes: reader.u32(),
        crc: reader.u32(),
      };
    case TAGS.offset:
      return {
        kind: 'offset',
        group: reader.u32(),
        topic: reader.u32(),
        partition: reader.u32(),
        offset: reader.f64(),
        metadata: reader.string(),
      };
    case TAGS.store:
      return { kind: 'store', id: reader.u32(), name: reader.string() };
    case TAGS.changes:
      return readStates(reader);
    case TAGS.header:
      return { kind: 'header', bytes: reader.bytes() };
    case TAGS.index:
      return { kind: 'index', bytes: reader.bytes() };
    case TAGS.snapshot:
      return { kind: 'snapshot', store: reader.u32(), bytes: reader.bytes() };
    case TAGS['snapshot-part']:
      return readPart(reader);
    case TAGS['store-deleted']:
      return { kind: 'store-deleted', id: reader.u32() };
    default:
      throw new Error(`unknown entry tag ${tag}`);
  }
}

function readPart(reader: ByteReader): CommitEntry {
  const store = reader.u32();
  const number = reader.u32();
  const isLast = number % 2 === 1;
  return { kind: 'snapshot-part', store, number: Math.floor(number / 2), isLast, bytes: reader.bytes() };
}

function readStates(reader: ByteReader): CommitEntry {
  const base = reader.f64();
  const changes = reader.bytes();
  const at = reader.position() - changes.length;
  reader.skip(4 * Math.ceil(changes.length / STATE_BLOCK_BYTES));
  return { kind: 'changes', base, changes, at };
}

export function readRetention(reader: ByteReader): number | undefined {
  const retentionMs = reader.f64();
  return Number.isNaN(retentionMs) ? undefined : retentionMs;
}

/** Writes a commit's header, and its metadata behind it. The records are copied behind the metadata afterwards. */
export function writeCommitHeader(commit: Buffer, metadata: Buffer): void {
  commit.writeUInt32LE(metadata.length, 0);
  commit.writeUInt32LE(commit.length - COMMIT_HEADER_BYTES - metadata.length, 4);
  commit.writeUInt32LE(crc32(metadata), 8);
  commit.writeUInt32LE(crc32(commit.subarray(0, 12)), 12);
  commit.set(metadata, COMMIT_HEADER_BYTES);
}

export interface CommitHeader {
  readonly metadataBytes: number;
  readonly recordsBytes: number;
  readonly metadataCrc: number;
  /** Whether the header is as it was written: its lengths can be trusted. */
  readonly isWhole: boolean;
}

export const readCommitHeader = (bytes: Buffer): CommitHeader => ({
  metadataBytes: bytes.readUInt32LE(0),
  recordsBytes: bytes.readUInt32LE(4),
  metadataCrc: bytes.readUInt32LE(8),
  isWhole: crc32(bytes.subarray(0, 12)) === bytes.readUInt32LE(12),
});
