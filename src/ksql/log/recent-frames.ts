import type { PartitionLog } from './partition-log.ts';

/** Keeps the frames written last in memory, for consumers that go along with the end. */
export interface RecentFrames {
  /** A frame is durable; these partitions keep a batch of it each. */
  add(frameBytes: number, partitions: readonly PartitionLog[]): void;
}

/** @param limitBytes the newest frame is kept even if it is larger */
export function recentFrames(limitBytes: number): RecentFrames {
  let frames: { readonly bytes: number; readonly partitions: readonly PartitionLog[] }[] = [];
  let total = 0;
  return {
    add: (bytes, partitions) => {
      frames.push({ bytes, partitions });
      total += bytes;
      let gone = 0;
      while (total > limitBytes && gone < frames.length - 1) {
        const oldest = frames[gone++] as (typeof frames)[number];
        total -= oldest.bytes;
        for (const partition of oldest.partitions) partition.forgetOldest();
      }
      if (gone > 0) frames = frames.slice(gone);
    },
  };
}
