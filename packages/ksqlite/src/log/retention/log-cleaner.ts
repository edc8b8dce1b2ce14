import type { StateSections } from '../changelogs/state-sections.ts';
import type { RelocatedBatch } from '../commits/pending-commit.ts';
import type { Disk } from '../disk/disk.ts';
import { type BatchLocation, covers } from '../segments/batch-location.ts';
import type { SegmentDirectory, SegmentStart } from '../segments/segment-directory.ts';
import type { SegmentIndex } from '../segments/segment-index.ts';
import { firstSequenceOf, segmentNames } from '../segments/segment-name.ts';
import { KEPT_FOR_EVER, type LogCatalogue, retentionOf, type Topic } from '../topics/log-catalogue.ts';
import type { PartitionLog } from '../topics/partition-log.ts';
import { FileRemover } from './file-remover.ts';

export interface LogCleanerOptions {
  readonly disk: Disk;
  readonly directory: SegmentDirectory;
  readonly catalogue: LogCatalogue;
  readonly indexed: SegmentIndex;
  readonly sections: StateSections;
  readonly read: (location: BatchLocation) => Buffer;
  /** Writes records again, with the next commit. */
  readonly relocate: (batches: readonly RelocatedBatch[]) => void;
  /** The recovery point of the newest segment header that is durable. */
  readonly recoverFrom: () => number;
  /** Of topics that have none of their own: ms, or `KEPT_FOR_EVER`. */
  readonly retentionMs: number;
  /** See TopicLogOptions. */
  readonly relocatedShare: number;
  readonly now: () => number;
}

/** Segments that are looked at in one step: each is scanned for what is to be relocated. */
const AT_ONCE = 4;

/**
 * Deletes segments that nobody needs any more, whole and oldest first.
 *
 * A segment goes when it lies before the recovery point, the records in it are older than their topics' retention, and
 * no state refers to a change in it; an idle store is made to write again what it refers to. Records that must outlive
 * their segment are relocated: those of topics that are kept for ever, and those that a statement has still to read or may
 * read again.
 *
 * What must stay true: a segment is only deleted once a commit is durable that was sealed after all this was so. What let
 * the segment go is then on disk as well, so a crash at any moment loses nothing.
 */
export class LogCleaner {
  readonly #options: LogCleanerOptions;
  readonly #directory: SegmentDirectory;
  readonly #catalogue: LogCatalogue;
  readonly #files: FileRemover;
  /** Segments that may go once the next commit is durable. */
  #condemned = new Set<string>();
  /** When to look again, ms since the epoch. */
  #checkAt = Number.NEGATIVE_INFINITY;
  #segmentsSeen = 0;

  constructor(options: LogCleanerOptions) {
    const { disk, directory, catalogue } = options;
    this.#options = options;
    this.#directory = directory;
    this.#catalogue = catalogue;
    // a process before this one may have left some
    this.#files = new FileRemover(
      disk,
      segmentNames(disk.list()).filter((name) => name < (directory.segments[0] ?? '')),
    );
  }

  /** A commit is durable: looks whether the oldest segments may go. */
  step(): void {
    const directory = this.#directory;
    this.#files.start();
    // nothing changes in between but by time or by a new segment
    if (
      this.#condemned.size === 0 &&
      directory.segments.length === this.#segmentsSeen &&
      this.#options.now() < this.#checkAt
    )
      return;
    this.#segmentsSeen = directory.segments.length;
    this.#checkAt = Number.POSITIVE_INFINITY;
    this.#clean();
  }

  /** Resolves when no file is being deleted. */
  settled(): Promise<void> {
    return this.#files.settled();
  }

  #clean(): void {
    const { recoverFrom, relocate } = this.#options;
    const directory = this.#directory;
    const before = this.#condemned;
    const condemned = new Set<string>();
    this.#condemned = condemned;
    for (const segment of [...directory.segments]) {
      const next = directory.next(segment);
      if (next === undefined || firstSequenceOf(segment) >= recoverFrom()) return;
      const nextStart = directory.start(next);
      if (!this.#mayGo(segment, nextStart)) return;
      const batches = this.#toRelocate(segment, nextStart);
      if (batches === undefined) return;
      if (batches.length === 0 && condemned.size === 0 && before.has(segment)) {
        this.#remove(segment, nextStart);
        continue;
      }
      relocate(batches);
      condemned.add(segment);
      if (condemned.size === AT_ONCE) return;
    }
  }

  /** Whether nothing but time or what is to be relocated keeps a segment; sets when to look again. */
  #mayGo(segment: string, next: SegmentStart): boolean {
    const past = this.#pastAt(this.#directory.start(segment), next);
    if (this.#options.now() <= past) {
      this.#checkAt = past + 1;
      return false;
    }
    const { stores } = this.#catalogue;
    const { sections } = this.#options;
    if (stores.oldestLsn(sections.nextLsn()) >= next.nextLsn) return true;
    const newest = this.#directory.start(this.#directory.segments.at(-1) ?? segment);
    // the rest with the next commits
    if (!stores.renewIdle(next.nextLsn, newest.nextLsn)) this.#checkAt = Number.NEGATIVE_INFINITY;
    return stores.oldestLsn(sections.nextLsn()) >= next.nextLsn;
  }

  /** When all records in a segment are past their topics' retention. */
  #pastAt(start: SegmentStart, next: SegmentStart): number {
    let longest = -1;
    for (const id of next.topicIds) {
      const topic = this.#catalogue.topicById(id);
      if (topic === undefined) continue;
      const isIn = topic.partitions.some((_, p) => (next.end(id, p) ?? 0) > (start.end(id, p) ?? 0));
      if (isIn) longest = Math.max(longest, this.#retentionOf(topic));
    }
    return next.wallClockMs + longest;
  }

  /** What has to be relocated out of a segment and was not yet; undefined: too much. */
  #toRelocate(segment: string, next: SegmentStart): readonly RelocatedBatch[] | undefined {
    const { disk, relocatedShare, read } = this.#options;
    const most = relocatedShare * disk.size(segment);
    const found: RelocatedBatch[] = [];
    let bytes = 0;
    for (const topic of this.#catalogue.topics.values())
      for (const partition of topic.partitions) {
        const needed = this.#needed(segment, next, topic, partition);
        bytes += needed.reduce((sum, batch) => sum + batch.bytes, 0);
        if (bytes > most) return undefined;
        const elsewhere = partition.relocated().filter((batch) => batch.segment !== segment);
        const left = needed.filter((batch) => !elsewhere.some((other) => covers(other, batch)));
        for (const run of contiguous(left))
          found.push({
            topicId: topic.id,
            partition,
            baseOffset: run[0]?.baseOffset ?? 0,
            count: run.reduce((sum, { count }) => sum + count, 0),
            bytes: Buffer.concat(run.map(read)),
          });
      }
    return found;
  }

  /** The batches of a partition in a segment that must outlive it. */
  #needed(
    segment: string,
    next: SegmentStart,
    { id, retentionMs }: Topic,
    partition: PartitionLog,
  ): readonly BatchLocation[] {
    const from = this.#neededFrom({ retentionMs }, partition);
    const isInSegment = from < (next.end(id, partition.partition) ?? 0);
    return [
      ...partition.relocated().filter((batch) => batch.segment === segment),
      ...(isInSegment ? this.#options.indexed.from(segment, id, partition.partition, from) : []),
    ].filter(({ baseOffset, count }) => baseOffset + count > from);
  }

  #neededFrom(topic: Pick<Topic, 'retentionMs'>, partition: PartitionLog): number {
    return this.#retentionOf(topic) === KEPT_FOR_EVER ? partition.logStartOffset : partition.neededFrom();
  }

  #remove(segment: string, next: SegmentStart): void {
    const { indexed, sections } = this.#options;
    this.#directory.forgetOldest();
    indexed.forget(segment);
    sections.forget(segment);
    for (const topic of this.#catalogue.topics.values())
      for (const partition of topic.partitions) {
        partition.dropRelocated(this.#neededFrom(topic, partition));
        if (this.#retentionOf(topic) === KEPT_FOR_EVER) continue;
        const start = next.end(topic.id, partition.partition) ?? 0;
        partition.logStartOffset = Math.max(partition.logStartOffset, start);
      }
    this.#files.remove(segment);
  }

  #retentionOf(topic: Pick<Topic, 'retentionMs'>): number {
    return retentionOf(topic, this.#options.retentionMs);
  }
}

/** Batches one behind the other are relocated as one: many small ones would cost more to list than to keep. */
function contiguous(batches: readonly BatchLocation[]): readonly (readonly BatchLocation[])[] {
  const runs: BatchLocation[][] = [];
  let end = -1;
  for (const batch of batches) {
    if (batch.baseOffset === end) runs.at(-1)?.push(batch);
    else runs.push([batch]);
    end = batch.baseOffset + batch.count;
  }
  return runs;
}
