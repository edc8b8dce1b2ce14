import { DurationHistogram } from '../../metrics/duration-histogram.ts';
import type { HistogramSample } from '../../metrics/metric.ts';
import type { StoreRegistry } from '../changelogs/store-registry.ts';
import { type SegmentDirectory, sequencesOf } from '../segments/segment-directory.ts';
import { encodeSegmentHeader } from '../segments/segment-header.ts';
import type { SegmentIndex } from '../segments/segment-index.ts';
import { firstSequenceOf, segmentName } from '../segments/segment-name.ts';
import type { SegmentWriter } from '../segments/segment-writer.ts';
import { KEPT_FOR_EVER, type LogCatalogue } from '../topics/log-catalogue.ts';
import type { PendingCommit } from './pending-commit.ts';

export interface CommitWriterOptions {
  readonly pending: PendingCommit;
  readonly writer: SegmentWriter;
  readonly directory: SegmentDirectory;
  readonly indexed: SegmentIndex;
  readonly catalogue: LogCatalogue;
  readonly stores: StoreRegistry;
  readonly retentionMs: number;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** Of the newest commit that was found; 0: none. */
  readonly lastSequence: number;
  /** Sequence of the commit where a recovery begins. */
  readonly recoverFrom: number;
  /** A commit is durable: called at once, before `write` resolves. */
  readonly onWritten: () => void;
}

/** A segment is begun at most so often because the one before it is old. */
const SHORTEST_SEGMENT_MS = 1_000;

/**
 * Writes what is pending as one commit, to the newest segment or to one that it begins, and counts what it wrote.
 *
 * What must stay true: sequences have no gap, so commits are written one at a time (the caller sees to that), and what is in
 * memory is said to be durable only behind the write.
 */
export class CommitWriter {
  readonly #options: CommitWriterOptions;
  #sequence: number;
  #recoverFrom: number;
  #commits = 0;
  #bytes = 0;
  readonly #durations = new DurationHistogram();

  constructor(options: CommitWriterOptions) {
    this.#options = options;
    this.#sequence = options.lastSequence;
    this.#recoverFrom = options.recoverFrom;
  }

  /** Sequence of the commit where a recovery begins: what is before it is needed for its records alone. */
  get recoverFrom(): number {
    return this.#recoverFrom;
  }

  /** Rejects when the disk fails: nobody knows then how much of the commit is on it. */
  async write(): Promise<void> {
    const { pending, writer, directory, indexed, catalogue, stores, now } = this.#options;
    const startedAt = performance.now();
    const sequence = ++this.#sequence;
    const wallClockMs = now();
    const newest = directory.segments.at(-1);
    const isNew = newest === undefined || writer.isFull() || this.#isOld(newest, wallClockMs);
    const segment = isNew ? segmentName(sequence) : newest;
    if (isNew) stores.begin(sequencesOf(directory.segments));
    const first = firstSequenceOf(segment);
    const header = isNew ? catalogue.segmentHeader(first, directory.segments) : undefined;
    const headerBytes = header && encodeSegmentHeader(header);
    const index = isNew ? indexed.encodeNewest() : undefined;
    const sealed = pending.seal({ sequence, wallClockMs, segment: first, header: headerBytes, index });
    const notCounted = (headerBytes?.length ?? 0) + (index?.length ?? 0);
    const position = await writer.write(segment, sealed.bytes, notCounted);
    indexed.beginCommit(segment, position);
    sealed.markDurable(segment, position);
    if (header !== undefined) {
      directory.begun(segment, header, wallClockMs);
      this.#recoverFrom = header.recoverFrom;
    }
    this.#commits++;
    this.#bytes += sealed.bytes.length;
    this.#durations.add((performance.now() - startedAt) / 1000);
    this.#options.onWritten();
  }

  /** Commits and bytes written so far. */
  written(): { readonly commits: number; readonly bytes: number } {
    return { commits: this.#commits, bytes: this.#bytes };
  }

  /** How long commits took, in seconds. */
  durations(): HistogramSample {
    return this.#durations.sample();
  }

  close(): Promise<void> {
    return this.#options.writer.close();
  }

  /** A segment goes as a whole: none may hold much more time than the shortest retention. */
  #isOld(segment: string, at: number): boolean {
    const { catalogue, directory, retentionMs } = this.#options;
    let shortest = Number.POSITIVE_INFINITY;
    for (const topic of catalogue.topics.values()) {
      const kept = topic.retentionMs ?? retentionMs;
      if (kept !== KEPT_FOR_EVER && kept < shortest) shortest = kept;
    }
    return at - directory.start(segment).wallClockMs > Math.max(shortest, SHORTEST_SEGMENT_MS);
  }
}
