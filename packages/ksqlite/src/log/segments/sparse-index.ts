import { byteReader } from '../bytes/byte-reader.ts';
import { byteWriter } from '../bytes/byte-writer.ts';

/**
 * Which stretch of a segment a partition's offset lies in: a stretch is whole frames, and short enough to be scanned for
 * the batch itself. As Kafka's offset index it is a small part of the segment, whatever the commits' size: the first
 * frame of the next segment carries it.
 */
export interface SparseIndex {
  /** A frame begins at this byte: what is added from now on lies in it. */
  beginCommit(at: number): void;
  /** The partition's next batch, from this offset on, lies in the frame that was begun last. */
  add(topic: number, partition: number, baseOffset: number): void;
  /** The stretch that holds an offset, if one of the segment does. */
  find(topic: number, partition: number, offset: number): number | undefined;
  /** The stretches that may hold an offset of a partition or later ones, in order. */
  from(topic: number, partition: number, offset: number): readonly number[];
  /** Where a stretch begins and ends; the last one ends with the segment: Infinity. */
  bounds(stretch: number): readonly [from: number, to: number];
  encode(): Buffer;
}

/** A stretch ends with the frame in which it becomes longer. */
const STRETCH_BYTES = 256 * 1024;

interface Column {
  readonly topic: number;
  readonly partition: number;
  /** stretches that hold batches of the partition, and the first offset in each */
  readonly stretches: number[];
  readonly offsets: number[];
}

/** @param encoded what `encode` gave; throws RangeError on other bytes */
export function sparseIndex(encoded?: Buffer): SparseIndex {
  const starts: number[] = [];
  const columns = new Map<string, Column>();
  const columnOf = (topic: number, partition: number): Column => {
    const key = `${topic}/${partition}`;
    const known = columns.get(key);
    if (known !== undefined) return known;
    const column: Column = { topic, partition, stretches: [], offsets: [] };
    columns.set(key, column);
    return column;
  };
  if (encoded !== undefined) decodeInto(encoded, starts, columnOf);

  /** The column's last stretch that begins at or before an offset; -1: none does. */
  const at = ({ offsets }: Column, offset: number): number => {
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  return {
    beginCommit: (position) => {
      const last = starts.at(-1);
      if (last === undefined || position - last >= STRETCH_BYTES) starts.push(position);
    },
    add: (topic, partition, baseOffset) => {
      const { stretches, offsets } = columnOf(topic, partition);
      if (stretches.at(-1) === starts.length - 1) return;
      stretches.push(starts.length - 1);
      offsets.push(baseOffset);
    },
    find: (topic, partition, offset) => {
      const column = columns.get(`${topic}/${partition}`);
      return column?.stretches[at(column, offset)];
    },
    from: (topic, partition, offset) => {
      const column = columns.get(`${topic}/${partition}`);
      return column === undefined ? [] : column.stretches.slice(Math.max(0, at(column, offset)));
    },
    bounds: (stretch) => [starts[stretch] as number, starts[stretch + 1] ?? Number.POSITIVE_INFINITY],
    encode: () => encodeColumns(starts, [...columns.values()]),
  };
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
  for (const { topic, partition, stretches, offsets } of columns) {
    writer.varint(topic);
    writer.varint(partition);
    rising(stretches);
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
    const { stretches, offsets } = columnOf(reader.varint(), reader.varint());
    rising(stretches);
    rising(offsets);
  }
}
