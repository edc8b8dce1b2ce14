import { decodeRanges, encodeRanges, longestEncoding, type OffsetRange } from './offset-ranges.ts';

/** Kafka keeps 4,096 bytes of notes with an offset; a little is left for others. */
export const MAX_NOTES = 4_000;

export interface OffsetTracker {
  /** Whether a record at this offset may be taken up: what is done beyond it must always fit in the notes. */
  readonly fits: (offset: number) => boolean;
  /** Takes a record up, in order of offset; false when it is done already, or was taken up before. */
  readonly take: (offset: number) => boolean;
  /** A record that was taken up is done. */
  readonly finish: (offset: number) => void;
  /** How many are taken up and not done. */
  readonly pending: () => number;
  /** What to commit: everything before `offset` is done, and `metadata` tells what is done beyond it. */
  readonly position: () => { readonly offset: number; readonly metadata: string };
}

/**
 * Which records of one partition are done while results come out of order. It keeps only what is *not* done: of the
 * records seen so far, all others are. So a car that waits for a retry costs one number, however many pass it.
 * Offsets without a record (Kafka's transaction markers) need no care.
 *
 * Throws when `metadata` is not its own.
 */
export function createOffsetTracker(
  committed: { readonly offset: number; readonly metadata: string },
  maxNotes: number = MAX_NOTES,
): OffsetTracker {
  const pending: number[] = []; // ascending
  let end = committed.offset; // one past the last record seen
  let restored = decodeRanges(committed.offset, committed.metadata); // done, and not yet seen again

  const lastRestored = () => restored.at(-1)?.to ?? end;

  const see = (offset: number) => {
    end = offset + 1;
    restored = restored.filter(({ to }) => to > end);
  };

  const doneBeyond = (): OffsetRange[] => {
    const ranges: OffsetRange[] = [];
    const add = (from: number, to: number) => {
      const last = ranges.at(-1);
      if (from >= to) return;
      if (last?.to === from) ranges[ranges.length - 1] = { from: last.from, to };
      else ranges.push({ from, to });
    };
    pending.forEach((offset, i) => {
      add(offset + 1, pending[i + 1] ?? end);
    });
    for (const { from, to } of restored) add(Math.max(from, end), to);
    return ranges;
  };

  return {
    fits: (offset) => {
      // Up to the last restored range nothing can outgrow the notes these came from: the same records are pending.
      if (pending.length === 0 || offset < lastRestored()) return true;
      const span = offset + 1 - (pending[0] ?? offset);
      return longestEncoding(pending.length + 1, span) <= maxNotes;
    },
    take: (offset) => {
      if (offset < end) return false;
      const done = restored.some(({ from, to }) => from <= offset && offset < to);
      see(offset);
      if (!done) pending.push(offset);
      return !done;
    },
    finish: (offset) => {
      const index = indexIn(pending, offset);
      if (pending[index] !== offset) throw new Error(`offset ${offset} is not under way`);
      pending.splice(index, 1);
    },
    pending: () => pending.length,
    position: () => {
      const offset = pending[0] ?? end;
      return { offset, metadata: encodeRanges(offset, doneBeyond()) };
    },
  };
}

/** Where `offset` is in ascending `offsets`, or would be. */
function indexIn(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
