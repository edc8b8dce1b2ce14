/** Reads what a `ByteWriter` wrote. Reading past the end throws RangeError. */
export interface ByteReader {
  readonly position: () => number;
  readonly atEnd: () => boolean;
  readonly u8: () => number;
  readonly u32: () => number;
  readonly f64: () => number;
  readonly varint: () => number;
  readonly string: () => string;
  /** A view into the buffer read, not a copy. */
  readonly bytes: () => Buffer;
  /** The next bytes, without a length in front. A view, not a copy. */
  readonly raw: (bytes: number) => Buffer;
  readonly skip: (bytes: number) => void;
}

export function byteReader(buffer: Buffer, start = 0, end = buffer.length): ByteReader {
  let at = start;
  const take = (bytes: number): number => {
    const from = at;
    if (from + bytes > end)
      throw new RangeError(`read of ${bytes} bytes at ${from} passes the end at ${end}`);
    at += bytes;
    return from;
  };
  return {
    position: () => at,
    atEnd: () => at >= end,
    u8: () => buffer.readUInt8(take(1)),
    u32: () => buffer.readUInt32LE(take(4)),
    f64: () => buffer.readDoubleLE(take(8)),
    varint: () => {
      let value = 0;
      let scale = 1;
      for (;;) {
        const byte = buffer.readUInt8(take(1));
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
        scale *= 0x80;
      }
    },
    string: () => {
      const length = buffer.readUInt32LE(take(4));
      const from = take(length);
      return buffer.toString('utf8', from, from + length);
    },
    bytes: () => {
      const length = buffer.readUInt32LE(take(4));
      const from = take(length);
      return buffer.subarray(from, from + length);
    },
    raw: (bytes) => {
      const from = take(bytes);
      return buffer.subarray(from, from + bytes);
    },
    skip: (bytes) => {
      take(bytes);
    },
  };
}
