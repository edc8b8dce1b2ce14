import { WireWriter } from '../../formats/protobuf/writing/wire-writer.ts';

const VARINT = 0;
const DELIMITED = 2;

/** Writes the fields of one message of protobuf's descriptors. What is undefined is left out. */
export class DescriptorWriter {
  readonly #out = new WireWriter();
  #isEmpty = true;

  text(field: number, value: string | undefined): this {
    return this.message(field, value === undefined ? undefined : Buffer.from(value));
  }

  /** A whole number, of an enum too; true is 1. */
  number(field: number, value: number | undefined): this {
    if (value === undefined) return this;
    this.#isEmpty = false;
    this.#out.uint32((field << 3) | VARINT);
    this.#out.int32(value);
    return this;
  }

  message(field: number, bytes: Buffer | undefined): this {
    if (bytes === undefined) return this;
    this.#isEmpty = false;
    this.#out.uint32((field << 3) | DELIMITED);
    this.#out.uint32(bytes.length);
    this.#out.raw(bytes);
    return this;
  }

  result(): Buffer {
    return this.#out.result();
  }

  /** undefined: nothing was written. */
  orNothing(): Buffer | undefined {
    return this.#isEmpty ? undefined : this.result();
  }
}
