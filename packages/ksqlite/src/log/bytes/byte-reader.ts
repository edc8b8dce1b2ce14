/** Reads what a `ByteWriter` wrote. Reading past the end throws RangeError. */
export interface ByteReader {
  position(): number;
  atEnd(): boolean;
  u8(): number;
  u32(): number;
  f64(): number;
  varint(): number;
  string(): string;
  /** A view into the buffer read, not a copy. */
  bytes(): Buffer;
  /** The next bytes, without a length in front. A view, not a copy. */
  raw(bytes: number): Buffer;
  skip(bytes: number): void;
}

export const byteReader = (
  buffer: Buffer,
  start = 0,
  end = buffer.length,
): ByteReader & {
  /** Goes on with other bytes, so that one reader does for many changes. */
  move(buffer: Buffer, start: number, end: number): void;
} => new BufferReader(buffer, start, end);

/** A class: a reader is made for every change that is replayed, and closures would cost more than what they read. */
class BufferReader implements ByteReader {
  private at: number;
  private buffer: Buffer;
  /** V8 has its reads inline, Buffer's are functions that check their arguments. */
  private view: DataView;
  private end: number;

  constructor(buffer: Buffer, start: number, end: number) {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    this.at = start;
    this.end = end;
  }

  move(buffer: Buffer, start: number, end: number): void {
    if (buffer !== this.buffer) {
      this.buffer = buffer;
      this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    this.at = start;
    this.end = end;
  }

  position(): number {
    return this.at;
  }

  atEnd(): boolean {
    return this.at >= this.end;
  }

  u8(): number {
    return this.buffer[this.take(1)] as number;
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.buffer[this.take(1)] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  string(): string {
    const length = this.u32();
    const from = this.take(length);
    return this.buffer.toString('utf8', from, from + length);
  }

  bytes(): Buffer {
    return this.raw(this.u32());
  }

  raw(bytes: number): Buffer {
    const from = this.take(bytes);
    return this.buffer.subarray(from, from + bytes);
  }

  skip(bytes: number): void {
    this.take(bytes);
  }

  private take(bytes: number): number {
    const from = this.at;
    if (from + bytes > this.end)
      throw new RangeError(`read of ${bytes} bytes at ${from} passes the end at ${this.end}`);
    this.at += bytes;
    return from;
  }
}
