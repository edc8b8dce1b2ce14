import { isUtf8 } from 'node:buffer';
import { DeserializationError } from '../../codec.ts';

/** How a field's value is written. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BLOCK = 2;
const START_GROUP = 3;
const END_GROUP = 4;
export const FIXED32 = 5;

/** Most that messages stand in each other: protobuf's `recursionLimit`. */
const MOST_DEPTH = 100;

/** Most values that the messages of one record make, those that are absent among them. An empty message is two bytes. */
const MOST_SLOTS = 5_000_000;

const HIGH = 2 ** 32;

/**
 * Reads protobuf's bytes. They come from outside: nothing is read beyond their end or the message's, and what can't be is a
 * DeserializationError in protobuf's words (`CodedInputStream`).
 */
export class WireReader {
  #bytes: Buffer = Buffer.alloc(0);
  #depth = 0;
  #slots = 0;
  at = 0;
  /** Where the message ends that is read. */
  end = 0;
  // The halves of a varint.
  #low = 0;
  #high = 0;

  /** Begins with the bytes from a place on. */
  open(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#depth = 0;
    this.#slots = 0;
    this.at = at;
    this.end = bytes.length;
  }

  /** Room for a message's values. */
  slots(count: number): unknown[] {
    this.#slots += count + 1;
    if (this.#slots > MOST_SLOTS)
      throw new DeserializationError(`The message has more than ${MOST_SLOTS} values.`);
    return new Array(count).fill(undefined);
  }

  /** Steps into a message of this many bytes. Gives the end of the one around it, for `leave`. */
  enter(length: number): number {
    if (++this.#depth > MOST_DEPTH)
      throw new DeserializationError(
        'Protocol message had too many levels of nesting.  May be malicious.  Use setRecursionLimit() to increase the recursion depth limit.',
      );
    const around = this.end;
    this.end = this.at + length;
    return around;
  }

  leave(around: number): void {
    this.#depth--;
    this.end = around;
  }

  /** A field's number and how it is written, as one number. */
  tag(): number {
    const tag = this.uint32();
    if (tag >>> 3 === 0) throw new DeserializationError('Protocol message contained an invalid tag (zero).');
    return tag;
  }

  /** The bytes of a block that follows. */
  length(): number {
    const length = this.int32();
    if (length < 0)
      throw new DeserializationError(
        'CodedInputStream encountered an embedded string or message which claimed to have negative size.',
      );
    if (length > this.end - this.at) throw truncated();
    return length;
  }

  int32(): number {
    const bytes = this.#bytes;
    const at = this.at;
    if (at < this.end) {
      const first = bytes[at] as number;
      if (first < 0x80) {
        this.at = at + 1;
        return first;
      }
    }
    this.#varint();
    return this.#low | 0;
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  sint32(): number {
    const value = this.int32();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A signed long: a number while that is exact, a bigint beyond. */
  int64(): number | bigint {
    const at = this.at;
    if (at < this.end) {
      const first = this.#bytes[at] as number;
      if (first < 0x80) {
        this.at = at + 1;
        return first;
      }
    }
    this.#varint();
    return longOf(this.#high, this.#low);
  }

  sint64(): number | bigint {
    this.#varint();
    const sign = -(this.#low & 1);
    const low = (this.#low >>> 1) | (this.#high << 31);
    return longOf((this.#high >>> 1) ^ sign, low ^ sign);
  }

  bool(): boolean {
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  fixed32(): number {
    return this.#bytes.readUInt32LE(this.#skipped(4));
  }

  sfixed32(): number {
    return this.#bytes.readInt32LE(this.#skipped(4));
  }

  fixed64(): number | bigint {
    const at = this.#skipped(8);
    return longOf(this.#bytes.readInt32LE(at + 4), this.#bytes.readInt32LE(at));
  }

  float(): number {
    return this.#bytes.readFloatLE(this.#skipped(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#skipped(8));
  }

  /** A text that must be UTF-8. */
  text(): string {
    const start = this.#skipped(this.length());
    const text = this.#bytes.toString('utf8', start, this.at);
    if (text.includes('\ufffd') && !isUtf8(this.#bytes.subarray(start, this.at)))
      throw new DeserializationError('Protocol message had invalid UTF-8.');
    return text;
  }

  /** A text, whatever it is: what is not UTF-8 is U+FFFD. */
  looseText(): string {
    const start = this.#skipped(this.length());
    return this.#bytes.toString('utf8', start, this.at);
  }

  /** A copy. */
  block(): Buffer {
    const start = this.#skipped(this.length());
    return Buffer.from(this.#bytes.subarray(start, this.at));
  }

  /** Past the value of a field that is not known. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.#varint();
        return;
      case FIXED64:
        this.#skipped(8);
        return;
      case BLOCK:
        this.#skipped(this.length());
        return;
      case START_GROUP:
        this.#skipGroup(tag >>> 3);
        return;
      case END_GROUP:
        throw new DeserializationError('Protocol message end-group tag did not match expected tag.');
      case FIXED32:
        this.#skipped(4);
        return;
      default:
        throw new DeserializationError('Protocol message tag had invalid wire type.');
    }
  }

  #skipGroup(number: number): void {
    const around = this.enter(this.end - this.at);
    for (;;) {
      if (this.at >= this.end) throw truncated();
      const tag = this.tag();
      if ((tag & 7) !== END_GROUP) this.skip(tag);
      else if (tag >>> 3 === number) break;
      else throw new DeserializationError('Protocol message end-group tag did not match expected tag.');
    }
    this.leave(around);
  }

  /** Steps over so many bytes; gives where they begin. */
  #skipped(length: number): number {
    const start = this.at;
    if (length > this.end - start) throw truncated();
    this.at = start + length;
    return start;
  }

  /** Ten bytes at most; what is beyond 64 bits is lost, as there. */
  #varint(): void {
    const bytes = this.#bytes;
    const { end } = this;
    let at = this.at;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) throw truncated();
      const byte = bytes[at++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.at = at;
        this.#low = low;
        this.#high = high;
        return;
      }
    }
    throw new DeserializationError('CodedInputStream encountered a malformed varint.');
  }
}

function longOf(high: number, low: number): number | bigint {
  const value = (high | 0) * HIGH + (low >>> 0);
  return Number.isSafeInteger(value) ? value : (BigInt(high | 0) << 32n) | BigInt(low >>> 0);
}

const truncated = (): DeserializationError =>
  new DeserializationError(
    'While parsing a protocol message, the input ended unexpectedly in the middle of a field.  This could mean either that the input has been truncated or that an embedded message misreported its own length.',
  );
