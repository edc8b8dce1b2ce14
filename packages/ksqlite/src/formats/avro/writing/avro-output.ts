import { isWellFormed, wellFormed } from '../../text/well-formed.ts';

const HALF_INT = 2 ** 30;
/** From here on twice a number is not always exact. */
const HALF_SAFE = 2 ** 52;
/** A length below this takes one byte. */
const SHORT_TEXT = 64;
/** Payloads lie behind each other in pieces of memory of so many bytes: the first of a writer is small, each next one larger. */
const FIRST_BYTES = 256;
const MOST_BYTES = 16 * 1024;
const NAN_HIGH = 0x7ff80000;

/**
 * Avro's binary encoding. One object writes many payloads, one after another, each behind the one before: nothing is copied where
 * one ends, and what was given out is never written again.
 */
export class AvroOutput {
  #bytes: Buffer = NOTHING;
  #view = NOTHING_VIEW;
  #from = 0;
  #at = 0;

  start(): void {
    this.#from = this.#at;
  }

  /** What was written since `start`. */
  written(): Buffer {
    return this.#bytes.subarray(this.#from, this.#at);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  /** An int or a long, as a zigzag number. */
  long(value: number | bigint): void {
    this.#reserve(10);
    if (typeof value === 'bigint') this.#bigVarint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
    else if (value >= -HALF_INT && value < HALF_INT) this.#smallVarint((value << 1) ^ (value >> 31));
    else if (value > -HALF_SAFE && value < HALF_SAFE) this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
    else this.long(BigInt(value));
  }

  float(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  double(value: number): void {
    this.#reserve(8);
    if (Number.isNaN(value)) {
      // of the many NaNs the one of Java
      this.#view.setUint32(this.#at, 0, true);
      this.#view.setUint32(this.#at + 4, NAN_HIGH, true);
    } else this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  /** UTF-8 with its length in front. Half a character is a question mark, as in Java. */
  string(value: string): void {
    const { length } = value;
    if (length < SHORT_TEXT && this.#ascii(value)) return;
    const text = isWellFormed(value) ? value : wellFormed(value);
    const size = Buffer.byteLength(text);
    this.long(size);
    this.#reserve(size);
    this.#bytes.write(text, this.#at);
    this.#at += size;
  }

  /** Bytes with their length in front. */
  bytes(value: Uint8Array): void {
    this.long(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** Writes nothing where the text is not plain ASCII. */
  #ascii(value: string): boolean {
    const { length } = value;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    const from = this.#at + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[from + i] = code;
    }
    bytes[this.#at] = length * 2;
    this.#at = from + length;
    return true;
  }

  /** Of up to 31 bits. */
  #smallVarint(value: number): void {
    const bytes = this.#bytes;
    let rest = value;
    while (rest >= 0x80) {
      bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.#at++] = rest;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#at++] = rest;
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 0x80n) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#at++] = Number(rest);
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const begun = this.#at - this.#from;
    const size = Math.min(MOST_BYTES, Math.max(FIRST_BYTES, 2 * this.#bytes.length));
    const grown = Buffer.allocUnsafeSlow(Math.max(size, 2 * (begun + bytes)));
    this.#bytes.copy(grown, 0, this.#from, this.#at);
    this.#bytes = grown;
    this.#view = viewOf(grown);
    this.#from = 0;
    this.#at = begun;
  }
}

const viewOf = (bytes: Buffer): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

const NOTHING = Buffer.alloc(0);
const NOTHING_VIEW = viewOf(NOTHING);
