/**
 * Which records of one partition are done while results come out of order. It keeps only what is *not* done: of the
 * records seen so far, all others are. So a record that waits for a retry costs one number, however many pass it. What is
 * committed is the first offset that is not done, with the ranges done beyond it in the commit's metadata.
 *
 * What must stay true: nothing is committed past a record that is not done, and what is done beyond the committed offset
 * always fits in the metadata. Offsets without a record (Kafka's transaction markers) need no care. The idea is that of
 * confluentinc/parallel-consumer.
 */
import { decodeRanges, encodeRanges, longestEncoding, type OffsetRange } from './offset-ranges.ts';

/** Kafka keeps 4,096 bytes of metadata with an offset; a little is left for others. */
export const MAX_METADATA = 4_000;

export class OffsetTracker {
  readonly #maxMetadata: number;
  /** Taken up and not done; ascending. */
  readonly #pending: number[] = [];
  /** One past the last record seen. */
  #end: number;
  /** Done, and not yet seen again. */
  #restored: readonly OffsetRange[];

  /** Throws when the metadata was not written by an OffsetTracker. */
  constructor(
    committed: { readonly offset: number; readonly metadata: string },
    maxMetadata: number = MAX_METADATA,
  ) {
    this.#maxMetadata = maxMetadata;
    this.#end = committed.offset;
    this.#restored = decodeRanges(committed.offset, committed.metadata);
  }

  /** Whether a record at this offset may be taken up: what is done beyond it must always fit in the metadata. */
  fits(offset: number): boolean {
    // Up to the last restored range nothing can outgrow the metadata these came from: the same records are pending.
    if (this.#pending.length === 0 || offset < (this.#restored.at(-1)?.to ?? this.#end)) return true;
    const span = offset + 1 - (this.#pending[0] ?? offset);
    return longestEncoding(this.#pending.length + 1, span) <= this.#maxMetadata;
  }

  /** Takes a record up, in order of offset; false when it is done already, or was taken up before. */
  take(offset: number): boolean {
    if (offset < this.#end) return false;
    const done = this.#restored.some(({ from, to }) => from <= offset && offset < to);
    this.#end = offset + 1;
    this.#restored = this.#restored.filter(({ to }) => to > this.#end);
    if (!done) this.#pending.push(offset);
    return !done;
  }

  /** A record that was taken up is done. */
  finish(offset: number): void {
    const index = indexIn(this.#pending, offset);
    if (this.#pending[index] !== offset) throw new Error(`offset ${offset} is not under way`);
    this.#pending.splice(index, 1);
  }

  /** How many are taken up and not done. */
  pending(): number {
    return this.#pending.length;
  }

  /** What to commit: everything before `offset` is done, and `metadata` tells what is done beyond it. */
  position(): { readonly offset: number; readonly metadata: string } {
    const offset = this.#pending[0] ?? this.#end;
    return { offset, metadata: encodeRanges(offset, this.#doneBeyond()) };
  }

  #doneBeyond(): readonly OffsetRange[] {
    const ranges: OffsetRange[] = [];
    const add = (from: number, to: number) => {
      const last = ranges.at(-1);
      if (from >= to) return;
      if (last?.to === from) ranges[ranges.length - 1] = { from: last.from, to };
      else ranges.push({ from, to });
    };
    this.#pending.forEach((offset, i) => {
      add(offset + 1, this.#pending[i + 1] ?? this.#end);
    });
    for (const { from, to } of this.#restored) add(Math.max(from, this.#end), to);
    return ranges;
  }
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
