import { byteReader } from '../bytes/byte-reader.ts';
import { byteWriter } from '../bytes/byte-writer.ts';

/** An interval ends with the commit in which it becomes longer. */
const INTERVAL_BYTES = 256 * 1024;

interface Column {
  readonly topic: number;
  readonly partition: number;
  /** intervals that hold batches of the partition, and the first offset in each */
  readonly intervals: number[];
  readonly offsets: number[];
}

/**
 * Which interval of a segment a partition's offset lies in. An interval is whole commits, and short enough to be scanned
 * for the batch itself. As Kafka's offset index (index.interval.bytes) it is a small part of the segment, however large the
 * commits are: the first commit of the next segment holds it.
 */
export class SparseIndex {
  /** byte at which each interval begins */
  readonly #starts: number[] = [];
  readonly #columns = new Map<string, Column>();

  /** @param encoded what `encode` gave; throws RangeError on other bytes */
  static decode(encoded: Buffer): SparseIndex {
    const index = new SparseIndex();
    decodeInto(encoded, index.#starts, (topic, partition) => index.#columnOf(topic, partition));
    return index;
  }

  /** A commit begins at this byte: what is added from now on lies in it. */
  beginCommit(at: number): void {
    const last = this.#starts.at(-1);
    if (last === undefined || at - last >= INTERVAL_BYTES) this.#starts.push(at);
  }

  /** The partition's next batch, from this offset on, lies in the commit that was begun last. */
  add(topic: number, partition: number, baseOffset: number): void {
    const { intervals, offsets } = this.#columnOf(topic, partition);
    const newest = this.#starts.length - 1;
    if (intervals.at(-1) === newest) return;
    intervals.push(newest);
    offsets.push(baseOffset);
  }

  /** The interval that holds an offset, if one of the segment does. */
  find(topic: number, partition: number, offset: number): number | undefined {
    const column = this.#columns.get(`${topic}/${partition}`);
    return column?.intervals[lastAt(column, offset)];
  }

  /** The intervals that may hold an offset of a partition or later ones, in order. */
  from(topic: number, partition: number, offset: number): readonly number[] {
    const column = this.#columns.get(`${topic}/${partition}`);
    return column === undefined ? [] : column.intervals.slice(Math.max(0, lastAt(column, offset)));
  }

  /** Where an interval begins and ends, bytes; the last one ends with the segment: Infinity. */
  bounds(interval: number): readonly [from: number, to: number] {
    return [this.#starts[interval] as number, this.#starts[interval + 1] ?? Number.POSITIVE_INFINITY];
  }

  encode(): Buffer {
    return encodeColumns(this.#starts, [...this.#columns.values()]);
  }

  #columnOf(topic: number, partition: number): Column {
    const key = `${topic}/${partition}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const column: Column = { topic, partition, intervals: [], offsets: [] };
    this.#columns.set(key, column);
    return column;
  }
}

/** The column's last interval that begins at or before an offset; -1: none does. */
function lastAt({ offsets }: Column, offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function encodeColumns(starts: readonly number[], columns: readonly Column[]): Buffer {
  const writer = byteWriter(4096);
  const rising = (numbers: readonly number[]): void => {
    writer.varint(numbers.length);
    let last = 0;
    for (const number of numbers) {
      writer.varint(number - last);
      last = number;
    }
  };
  rising(starts);
  writer.varint(columns.length);
  for (const { topic, partition, intervals, offsets } of columns) {
    writer.varint(topic);
    writer.varint(partition);
    rising(intervals);
    rising(offsets);
  }
  return Buffer.from(writer.view());
}

function decodeInto(
  bytes: Buffer,
  starts: number[],
  columnOf: (topic: number, partition: number) => Column,
): void {
  const reader = byteReader(bytes);
  const rising = (into: number[]): void => {
    let last = 0;
    for (let count = reader.varint(); count > 0; count--) {
      last += reader.varint();
      into.push(last);
    }
  };
  rising(starts);
  for (let count = reader.varint(); count > 0; count--) {
    const { intervals, offsets } = columnOf(reader.varint(), reader.varint());
    rising(intervals);
    rising(offsets);
  }
}
