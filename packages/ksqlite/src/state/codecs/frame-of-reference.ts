import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';

const WIDE = 0;
const NARROW = 1;
const LARGEST = 0xffff_ffff;

/**
 * A column of whole numbers, copied as memory: four bytes each where they lie close together, as times and offsets do,
 * eight where not. Written in the machine's own byte order, which is little-endian wherever Node runs but on s390x.
 */
export function writeNumbers(writer: ByteWriter, numbers: Float64Array): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isNarrow = most - least <= LARGEST && Number.isInteger(least);
  writer.u8(isNarrow ? NARROW : WIDE);
  if (!isNarrow) {
    writer.raw(bytesOf(numbers));
    return;
  }
  writer.f64(least);
  const narrow = new Uint32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) narrow[i] = (numbers[i] as number) - least;
  writer.raw(bytesOf(narrow));
}

export function readNumbers(reader: ByteReader, count: number): Float64Array {
  const numbers = new Float64Array(count);
  if (reader.u8() === WIDE) {
    bytesOf(numbers).set(reader.raw(count * 8));
    return numbers;
  }
  const least = reader.f64();
  const narrow = new Uint32Array(count);
  bytesOf(narrow).set(reader.raw(count * 4));
  for (let i = 0; i < count; i++) numbers[i] = least + (narrow[i] as number);
  return numbers;
}

/** The memory of a typed array; writing to it writes the array. */
export const bytesOf = (column: Float64Array | Uint32Array | Int32Array | Uint8Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
