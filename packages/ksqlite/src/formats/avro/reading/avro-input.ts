import { DeserializationError } from '../../codec.ts';

/** Records, and items without bytes, that a payload may stand for: so many, and so many for each of its bytes. */
const MOST_WITHOUT_BYTES = 100_000;
const MOST_FOR_A_BYTE = 16;
/** Records within records, where a schema is recursive. */
const DEEPEST = 500;

/** Up to this length a loop over a text's bytes is over before a call of V8's own decoder has begun. */
const SHORT_TEXT = 16;

/**
 * Avro's binary encoding, read from a payload. One object reads many, one after another. Whatever the bytes, each method gives a
 * value or throws DeserializationError, and none makes more than the bytes can hold. Longs are read as 64 bits, and are bigints where a
 * number can't hold them.
 */
export class AvroInput {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #withoutBytes = 0;
  #depth = 0;

  start(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
    this.#withoutBytes = MOST_WITHOUT_BYTES + MOST_FOR_A_BYTE * bytes.length;
    this.#depth = 0;
  }

  /** All that is left. */
  rest(): Buffer {
    const rest = this.#bytes.subarray(this.#at, this.#end);
    this.#at = this.#end;
    return rest;
  }

  boolean(): boolean {
    return this.#byte() === 1;
  }

  int(): number {
    let byte = this.#byte();
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    for (let shift = 7; shift <= 28; shift += 7) {
      byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new DeserializationError('Invalid int encoding');
  }

  long(): number | bigint {
    let byte = this.#byte();
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let low = byte & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (low >>> 1) ^ -(low & 1);
    }
    let middle = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      byte = this.#byte();
      middle |= (byte & 0x7f) << shift;
      if (byte < 0x80) return wide(low, middle, 0);
    }
    byte = this.#byte();
    if (byte < 0x80) return wide(low, middle, byte);
    const last = this.#byte();
    if (last >= 0x80) throw new DeserializationError('Invalid long encoding');
    return wide(low, middle, (byte & 0x7f) | (last << 7));
  }

  float(): number {
    return this.#bytes.readFloatLE(this.#take(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  /** Bytes with their length in front. They are those of the payload, not copied. */
  bytes(): Buffer {
    return this.fixed(this.#length());
  }

  fixed(length: number): Buffer {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** What is not UTF-8 is read as U+FFFD, as in Java. */
  string(): string {
    const length = this.#length();
    const at = this.#take(length);
    const bytes = this.#bytes;
    return length > SHORT_TEXT ? bytes.toString('utf8', at, at + length) : shortText(bytes, at, at + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Bytes or a text. */
  skipBytes(): void {
    this.#take(this.#length());
  }

  /** Which of so many: a union's types, an enum's symbols. */
  index(count: number): number {
    const index = this.int();
    if (index < 0 || index >= count)
      throw new DeserializationError(`Index ${index} out of bounds for length ${count}`);
    return index;
  }

  /**
   * How many items the next block of an array or a map has; 0: there is none.
   *
   * @param least how many bytes each takes at least
   */
  block(least: 0 | 1): number {
    let count = this.long();
    if (typeof count === 'number' && count < 0) {
      count = -count;
      this.long();
    }
    const left = this.#end - this.#at;
    if (least === 0 && count >= 0) this.withoutBytes(Number(count));
    else if (count > left || count < 0)
      throw new DeserializationError(`A block of ${count} items in ${left} bytes`);
    return Number(count);
  }

  /** Throws where a small payload stands for too much: items and records that take no bytes. */
  withoutBytes(count: number): void {
    this.#withoutBytes -= count;
    if (this.#withoutBytes < 0 || Number.isNaN(this.#withoutBytes))
      throw new DeserializationError('The payload stands for too many values without bytes');
  }

  enterRecord(): void {
    this.withoutBytes(1);
    if (++this.#depth > DEEPEST)
      throw new DeserializationError(`Records are nested more than ${DEEPEST} deep`);
  }

  leaveRecord(): void {
    this.#depth--;
  }

  #length(): number {
    const length = this.long();
    if (length < 0) throw new DeserializationError(`Malformed data. Length is negative: ${length}`);
    return Number(length);
  }

  #byte(): number {
    if (this.#at >= this.#end) throw tooShort();
    return this.#bytes[this.#at++] as number;
  }

  /** Where so many bytes begin, which are there. */
  #take(length: number): number {
    const at = this.#at;
    if (length > this.#end - at) throw tooShort();
    this.#at = at + length;
    return at;
  }
}

/** Four chars at once: what is put together of more pieces has to be put together again where it is a key. */
function shortText(bytes: Buffer, from: number, end: number): string {
  let text = '';
  let at = from;
  for (; at + 4 <= end; at += 4) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    if ((a | b | c | d) >= 0x80) return bytes.toString('utf8', from, end);
    text += String.fromCharCode(a, b, c, d);
  }
  for (; at < end; at++) {
    const code = bytes[at] as number;
    if (code >= 0x80) return bytes.toString('utf8', from, end);
    text += String.fromCharCode(code);
  }
  return text;
}

const tooShort = (): DeserializationError => new DeserializationError('The payload ends too early');

/** A zigzag number of 28 + 28 + 8 bits. */
function wide(low: number, middle: number, high: number): number | bigint {
  if (high === 0 && middle < 1 << 26) {
    const half = (low >>> 1) + middle * 2 ** 27;
    const value = (low & 1) === 0 ? half : -half - 1;
    if (Number.isSafeInteger(value)) return value;
  }
  const all = (BigInt(high) << 56n) | (BigInt(middle) << 28n) | BigInt(low);
  return BigInt.asIntN(64, (all >> 1n) ^ -(all & 1n));
}
