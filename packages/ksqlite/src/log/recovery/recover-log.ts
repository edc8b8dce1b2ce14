import type { Disk } from '../disk/disk.ts';
import type { SegmentDirectory } from '../segments/segment-directory.ts';
import type { SegmentIndex } from '../segments/segment-index.ts';
import type { SegmentCommit } from '../segments/segment-reader.ts';
import { KEPT_FOR_EVER, type LogCatalogue } from '../topics/log-catalogue.ts';
import { type Recovery, recoverSegments } from './recover-segments.ts';

export interface RecoverOptions {
  readonly disk: Disk;
  /** A torn tail is cut off, and state read; not by who only reads beside the owner. */
  readonly repair: boolean;
  readonly catalogue: LogCatalogue;
  readonly directory: SegmentDirectory;
  readonly indexed: SegmentIndex;
}

/**
 * Makes catalogue, directory and index whole again from the disk. Gives the sequence that a later recovery has to begin
 * at, too. Throws KsqlError LOG_DAMAGED, and what the disk throws.
 */
export function recoverLog(options: RecoverOptions): Recovery & { readonly recoverFrom: number } {
  const { disk, repair, catalogue, directory, indexed } = options;
  let recoverFrom = 0;
  const takeIn = ({ metadata, ...place }: SegmentCommit): void => {
    for (const entry of metadata.entries) catalogue.recover(entry, { ...place, sequence: metadata.sequence });
  };
  // who only reads has no stores: their state stays where it is
  const recovery = recoverSegments(
    disk,
    { repair, withStates: repair },
    {
      segmentHeader: (header, segment, wallClockMs) => {
        ({ recoverFrom } = header);
        catalogue.recoverSegmentHeader(header);
        directory.begun(segment, header, wallClockMs);
      },
      stateChanges: takeIn,
      commit: (commit) => {
        indexed.beginCommit(commit.segment, commit.at);
        takeIn(commit);
      },
    },
  );
  const there = new Set(disk.list());
  while (directory.segments[0] !== undefined && !there.has(directory.segments[0])) directory.forgetOldest();
  catalogue.stores.recovered();
  return { ...recovery, recoverFrom };
}

/** A topic begins where the oldest segment that is still there does. */
export function moveStarts(catalogue: LogCatalogue, directory: SegmentDirectory, retentionMs: number): void {
  const [oldest] = directory.segments;
  if (oldest === undefined) return;
  const start = directory.start(oldest);
  for (const { id, retentionMs: own, partitions } of catalogue.topics.values()) {
    if ((own ?? retentionMs) === KEPT_FOR_EVER) continue;
    for (const partition of partitions)
      partition.logStartOffset = Math.max(partition.logStartOffset, start.end(id, partition.partition) ?? 0);
  }
}
