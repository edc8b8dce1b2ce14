/** The fields of one message of protobuf's descriptors, by their numbers. What comes from outside is bounded by its own length. */
export class DescriptorReader {
  readonly #fields = new Map<number, (Buffer | bigint)[]>();

  /** Throws RangeError where the bytes are not a message. */
  constructor(bytes: Buffer) {
    for (let at = 0; at < bytes.length; ) {
      const tag = varint(bytes, at);
      const field = Number(tag.value >> 3n);
      const read = valueAt(bytes, tag.end, Number(tag.value & 7n));
      if (field === 0) throw new RangeError('an invalid tag (zero)');
      const values = this.#fields.get(field);
      if (values === undefined) this.#fields.set(field, [read.value]);
      else values.push(read.value);
      at = read.end;
    }
  }

  text(field: number): string | undefined {
    const value = this.#last(field);
    return value instanceof Buffer ? value.toString('utf8') : undefined;
  }

  texts(field: number): readonly string[] {
    return this.#blocks(field).map((bytes) => bytes.toString('utf8'));
  }

  /** An int32. */
  number(field: number): number | undefined {
    const value = this.#last(field);
    return typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : undefined;
  }

  numbers(field: number): readonly number[] {
    return (this.#fields.get(field) ?? []).flatMap((value) =>
      typeof value === 'bigint' ? [Number(BigInt.asIntN(32, value))] : [],
    );
  }

  messages(field: number): readonly DescriptorReader[] {
    return this.#blocks(field).map((bytes) => new DescriptorReader(bytes));
  }

  /** One without fields where there is none. */
  message(field: number): DescriptorReader {
    return new DescriptorReader(Buffer.concat(this.#blocks(field)));
  }

  #last(field: number): Buffer | bigint | undefined {
    return this.#fields.get(field)?.at(-1);
  }

  #blocks(field: number): readonly Buffer[] {
    return (this.#fields.get(field) ?? []).filter((value): value is Buffer => value instanceof Buffer);
  }
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

function valueAt(bytes: Buffer, at: number, wire: number): Read<Buffer | bigint> {
  if (wire === 0) return varint(bytes, at);
  const { value: length, end: from } = wire === 2 ? varint(bytes, at) : { value: BIG[wire], end: at };
  if (length === undefined) throw new RangeError('an invalid wire type');
  const end = from + Number(length);
  if (end > bytes.length) throw new RangeError('the message ends too early');
  return { value: bytes.subarray(from, end), end };
}

const BIG: Readonly<Record<number, bigint>> = { 1: 8n, 5: 4n };

function varint(bytes: Buffer, at: number): Read<bigint> {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new RangeError('the message ends too early');
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + i + 1 };
  }
  throw new RangeError('a malformed varint');
}
