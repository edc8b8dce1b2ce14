import { wellFormed } from '../../text/well-formed.ts';
import { writeLong } from './write-long.ts';

const FIRST_SIZE = 1024;
/** The upper half of Java's `Double.NaN`, whose lower half is 0. */
const NAN_HIGH = 0x7ff80000;

/** Writes protobuf's bytes into room that grows and is used again for the next record. */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #at = 0;

  /** Throws away what was written. */
  reset(): void {
    this.#at = 0;
  }

  /** A copy of what was written. */
  result(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  /** Appends bytes as they are. */
  raw(bytes: Buffer): void {
    this.#reserve(bytes.length);
    bytes.copy(this.#bytes, this.#at);
    this.#at += bytes.length;
  }

  uint32(value: number): void {
    this.#reserve(5);
    this.#at = putVarint(this.#bytes, this.#at, value >>> 0);
  }

  /** Negative ones take ten bytes: they are longs. */
  int32(value: number): void {
    if (value >= 0) this.uint32(value);
    else this.int64(value);
  }

  sint32(value: number): void {
    this.uint32((value << 1) ^ (value >> 31));
  }

  int64(value: number | bigint): void {
    this.#reserve(10);
    const isSmall = typeof value === 'number' && value >= 0 && value < 0x8000_0000;
    this.#at = isSmall
      ? putVarint(this.#bytes, this.#at, value)
      : putVarint64(this.#bytes, this.#at, BigInt.asUintN(64, BigInt(value)));
  }

  sint64(value: number | bigint): void {
    const wide = BigInt(value);
    this.int64((wide << 1n) ^ (wide >> 63n));
  }

  bool(value: boolean): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value ? 1 : 0;
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeInt32LE(value | 0, this.#at);
  }

  fixed64(value: number | bigint): void {
    this.#reserve(8);
    writeLong(this.#bytes, value, this.#at);
    this.#at += 8;
  }

  float(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeFloatLE(value, this.#at);
  }

  /** Of the many NaNs it writes the one of Java; differs: nan-sign. */
  double(value: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
    if (Number.isNaN(value)) {
      this.#bytes.writeUInt32LE(0, this.#at - 8);
      this.#bytes.writeUInt32LE(NAN_HIGH, this.#at - 4);
    }
  }

  /** A text's length and its bytes. */
  text(value: string): void {
    const text = wellFormed(value);
    this.#reserve(text.length * 3 + 5);
    const start = this.begin();
    this.#at += this.#bytes.write(text, this.#at, 'utf8');
    this.end(start);
  }

  block(value: Buffer): void {
    this.uint32(value.length);
    this.raw(value);
  }

  /** Leaves room for a length. What is written up to `end` is what it counts. */
  begin(): number {
    this.#reserve(1);
    this.#at++;
    return this.#at;
  }

  /** @param start what `begin` gave */
  end(start: number): void {
    const length = this.#at - start;
    if (length < 0x80) {
      this.#bytes[start - 1] = length;
      return;
    }
    const more = length < 0x4000 ? 1 : length < 0x20_0000 ? 2 : length < 0x1000_0000 ? 3 : 4;
    this.#reserve(more);
    this.#bytes.copyWithin(start + more, start, this.#at);
    putVarint(this.#bytes, start - 1, length);
    this.#at += more;
  }

  #reserve(count: number): void {
    const wanted = this.#at + count;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

function putVarint(bytes: Buffer, from: number, value: number): number {
  let at = from;
  let rest = value;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

function putVarint64(bytes: Buffer, from: number, value: bigint): number {
  let at = from;
  let rest = value;
  while (rest > 0x7fn) {
    bytes[at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  bytes[at++] = Number(rest);
  return at;
}
