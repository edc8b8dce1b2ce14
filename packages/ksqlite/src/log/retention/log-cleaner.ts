import type { StateSections } from '../changelogs/state-sections.ts';
import type { RelocatedBatch } from '../commits/pending-commit.ts';
import type { Disk } from '../disk/disk.ts';
import { type BatchLocation, covers } from '../segments/batch-location.ts';
import type { SegmentDirectory, SegmentStart } from '../segments/segment-directory.ts';
import type { SegmentIndex } from '../segments/segment-index.ts';
import { firstSequenceOf, segmentNames } from '../segments/segment-name.ts';
import { KEPT_FOR_EVER, type LogCatalogue, type Topic } from '../topics/log-catalogue.ts';
import type { PartitionLog } from '../topics/partition-log.ts';

/** Deletes segments that nobody needs any more, whole and oldest first. */
export interface LogCleaner {
  /** A commit is durable: looks whether the oldest segment may go. */
  step(): void;
  /** Resolves when no file is being deleted. */
  settled(): Promise<void>;
}

export interface LogCleanerOptions {
  readonly disk: Disk;
  readonly directory: SegmentDirectory;
  readonly catalogue: LogCatalogue;
  readonly indexed: SegmentIndex;
  readonly sections: StateSections;
  readonly read: (location: BatchLocation) => Buffer;
  /** Writes records again, with the next commit. */
  readonly relocate: (batches: readonly RelocatedBatch[]) => void;
  /** The recovery point of the newest head that is durable. */
  readonly recoverFrom: () => number;
  /** Of topics that were not told otherwise. ms, or `KEPT_FOR_EVER` */
  readonly retentionMs: number;
  /** See TopicLogOptions. */
  readonly relocatedShare: number;
  readonly now: () => number;
}

/** Segments that are looked at in one go: each is scanned for what is to be carried. */
const AT_ONCE = 4;

/**
 * A segment goes when it lies before the recovery point, the records in it are older than their topics' retention, and
 * no state refers to a change in it; a store that is idle is made to let go. What must outlive it is carried: records of
 * topics that are kept for ever, and those that a statement has still to read or may read again. A segment is only deleted
 * once a commit is durable that was sealed after all this was so: what let it go is then on disk, too.
 */
export function logCleaner(options: LogCleanerOptions): LogCleaner {
  const { disk, directory, catalogue, indexed, now } = options;
  let condemned = new Set<string>();
  let checkAt = Number.NEGATIVE_INFINITY;
  let segmentsSeen = 0;
  /** Files to delete, oldest first; a process before this one may have left some. */
  const going = segmentNames(disk.list()).filter((name) => name < (directory.segments[0] ?? ''));
  let removing: Promise<void> | undefined;

  /** None goes before those older than it, or it would be missing. What the disk refuses is tried again at the next step. */
  const removeFiles = async (): Promise<void> => {
    for (let [oldest] = going; oldest !== undefined; [oldest] = going) {
      await disk.remove(oldest);
      going.shift();
    }
  };
  const startRemoving = (): void => {
    if (going.length === 0) return;
    removing ??= removeFiles()
      .catch(() => undefined)
      .finally(() => {
        removing = undefined;
      });
  };

  const retentionOf = (topic: Topic): number => topic.retentionMs ?? options.retentionMs;

  /** When all records in a segment are past their topics' retention. */
  const pastAt = (start: SegmentStart, next: SegmentStart): number => {
    let longest = -1;
    for (const id of next.topicIds) {
      const topic = catalogue.topicById(id);
      if (topic === undefined) continue;
      const isIn = topic.partitions.some((_, p) => (next.end(id, p) ?? 0) > (start.end(id, p) ?? 0));
      if (isIn) longest = Math.max(longest, retentionOf(topic));
    }
    return next.wallClockMs + longest;
  };

  const neededFrom = (topic: Topic, partition: PartitionLog): number =>
    retentionOf(topic) === KEPT_FOR_EVER ? partition.logStartOffset : partition.neededFrom();

  /** What has to be carried out of a segment and was not yet; undefined: too much. */
  const toCarry = (segment: string, next: SegmentStart): readonly RelocatedBatch[] | undefined => {
    const found: RelocatedBatch[] = [];
    let bytes = 0;
    for (const topic of catalogue.topics.values())
      for (const partition of topic.partitions) {
        const from = neededFrom(topic, partition);
        const carried = partition.relocated();
        const needed = [
          ...carried.filter((batch) => batch.segment === segment),
          ...(from < (next.end(topic.id, partition.partition) ?? 0)
            ? indexed.from(segment, topic.id, partition.partition, from)
            : []),
        ].filter(({ baseOffset, count }) => baseOffset + count > from);
        bytes += needed.reduce((sum, batch) => sum + batch.bytes, 0);
        if (bytes > options.relocatedShare * disk.size(segment)) return undefined;
        const elsewhere = carried.filter((batch) => batch.segment !== segment);
        const left = needed.filter((batch) => !elsewhere.some((other) => covers(other, batch)));
        for (const run of contiguous(left))
          found.push({
            topicId: topic.id,
            partition,
            baseOffset: run[0]?.baseOffset ?? 0,
            count: run.reduce((sum, { count }) => sum + count, 0),
            bytes: Buffer.concat(run.map(options.read)),
          });
      }
    return found;
  };

  const remove = (segment: string, next: SegmentStart): void => {
    directory.forgetOldest();
    indexed.forget(segment);
    options.sections.forget(segment);
    for (const topic of catalogue.topics.values())
      for (const partition of topic.partitions) {
        partition.dropRelocated(neededFrom(topic, partition));
        if (retentionOf(topic) === KEPT_FOR_EVER) continue;
        partition.logStartOffset = Math.max(
          partition.logStartOffset,
          next.end(topic.id, partition.partition) ?? 0,
        );
      }
    going.push(segment);
    startRemoving();
  };

  /** Whether nothing but time or what it carries keeps a segment; sets when to look again. */
  const mayGo = (segment: string, next: SegmentStart): boolean => {
    const past = pastAt(directory.start(segment), next);
    if (now() <= past) {
      checkAt = past + 1;
      return false;
    }
    const { stores } = catalogue;
    if (stores.oldestLsn() >= next.nextLsn) return true;
    const newest = directory.start(directory.segments.at(-1) ?? segment);
    // the rest with the next commits
    if (!stores.renewIdle(next.nextLsn, newest.nextLsn)) checkAt = Number.NEGATIVE_INFINITY;
    return stores.oldestLsn() >= next.nextLsn;
  };

  const step = (): void => {
    startRemoving();
    // nothing changes in between but by time or by a new segment
    if (condemned.size === 0 && directory.segments.length === segmentsSeen && now() < checkAt) return;
    segmentsSeen = directory.segments.length;
    checkAt = Number.POSITIVE_INFINITY;
    const before = condemned;
    condemned = new Set();
    for (const segment of [...directory.segments]) {
      const next = directory.segments[directory.segments.indexOf(segment) + 1];
      if (next === undefined || firstSequenceOf(segment) >= options.recoverFrom()) return;
      const nextStart = directory.start(next);
      if (!mayGo(segment, nextStart)) return;
      const batches = toCarry(segment, nextStart);
      if (batches === undefined) return;
      if (batches.length === 0 && condemned.size === 0 && before.has(segment)) {
        remove(segment, nextStart);
        continue;
      }
      options.relocate(batches);
      condemned.add(segment);
      if (condemned.size === AT_ONCE) return;
    }
  };

  return {
    step,
    settled: async () => {
      await removing;
    },
  };
}

/** Batches one behind the other are carried as one: many small ones would cost more to list than to keep. */
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
