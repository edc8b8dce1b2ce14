/**
 * A growing buffer to encode into. Strings carry a 32-bit byte length in front; integers are little-endian. One
 * writer is reused for many commits, so that encoding allocates nothing once it has grown.
 */
export interface ByteWriter {
  readonly length: () => number;
  readonly u8: (value: number) => void;
  readonly u32: (value: number) => void;
  readonly f64: (value: number) => void;
  /** A whole number from 0 to 2^53 − 1, seven bits a byte, the low ones first. */
  readonly varint: (value: number) => void;
  readonly string: (value: string) => void;
  /** The text's UTF-8 alone, without its length. */
  readonly text: (value: string) => void;
  readonly bytes: (value: Uint8Array) => void;
  /** The bytes alone, without their length. */
  readonly raw: (value: Uint8Array) => void;
  /** Overwrites four bytes written before. */
  readonly patchU32: (position: number, value: number) => void;
  /** What was written, valid until the next write or `reset`. */
  readonly view: () => Buffer;
  readonly reset: () => void;
  /** Takes back what was written from a length on. */
  readonly truncate: (length: number) => void;
}

/** Up to this length a loop is over before a call of V8's own writer has begun. */
const SHORT_TEXT = 24;

const NOTHING = Buffer.alloc(0);
const NOTHING_VIEW = new DataView(new ArrayBuffer(0));

/** More memory than this is let go at `reset`: a large snapshot is written once in a while. bytes */
const MOST_KEPT = 4 * 1024 * 1024;

/** @param initialBytes what the first write allocates */
export function byteWriter(initialBytes = 8 * 1024): ByteWriter {
  // most writers of a log that was just opened never write
  let buffer: Buffer = NOTHING;
  // V8 has a DataView's writes inline, Buffer's are functions that check their arguments
  let view = NOTHING_VIEW;
  let at = 0;

  const use = (other: Buffer<ArrayBuffer>): void => {
    buffer = other;
    view = new DataView(other.buffer, other.byteOffset, other.length);
  };
  const reserve = (bytes: number): void => {
    if (at + bytes <= buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(initialBytes, buffer.length * 2, at + bytes));
    buffer.copy(grown, 0, 0, at);
    use(grown);
  };

  const text = (value: string): void => {
    const { length } = value;
    // three bytes a UTF-16 unit is the worst that UTF-8 can take
    reserve(length * 3);
    if (length <= SHORT_TEXT) {
      let i = 0;
      for (; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code > 0x7f) break;
        buffer[at + i] = code;
      }
      if (i === length) {
        at += length;
        return;
      }
    }
    at += buffer.write(value, at);
  };

  return {
    length: () => at,
    u8: (value) => {
      reserve(1);
      buffer[at++] = value;
    },
    u32: (value) => {
      reserve(4);
      view.setUint32(at, value, true);
      at += 4;
    },
    f64: (value) => {
      reserve(8);
      view.setFloat64(at, value, true);
      at += 8;
    },
    varint: (value) => {
      reserve(8);
      let rest = value;
      while (rest >= 0x80) {
        buffer[at++] = (rest % 0x80) | 0x80;
        rest = Math.floor(rest / 0x80);
      }
      buffer[at++] = rest;
    },
    string: (value) => {
      reserve(4);
      const lengthAt = at;
      at += 4;
      text(value);
      view.setUint32(lengthAt, at - lengthAt - 4, true);
    },
    text,
    bytes: (value) => {
      reserve(4 + value.length);
      view.setUint32(at, value.length, true);
      buffer.set(value, at + 4);
      at += 4 + value.length;
    },
    raw: (value) => {
      reserve(value.length);
      buffer.set(value, at);
      at += value.length;
    },
    patchU32: (position, value) => {
      view.setUint32(position, value, true);
    },
    view: () => buffer.subarray(0, at),
    reset: () => {
      at = 0;
      if (buffer.length <= MOST_KEPT) return;
      buffer = NOTHING;
      view = NOTHING_VIEW;
    },
    truncate: (length) => {
      at = length;
    },
  };
}
