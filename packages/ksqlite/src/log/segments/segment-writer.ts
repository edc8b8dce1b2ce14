import type { AppendFile, Disk } from '../disk/disk.ts';
import { SEGMENT_MAGIC, SEGMENT_MAGIC_BYTES } from './segment-name.ts';

/** Appends commits to segments, durably, one after the other. */
export class SegmentWriter {
  readonly #disk: Disk;
  readonly #segmentBytes: number;
  #segment: string | undefined;
  /** bytes of the segment */
  #length: number;
  /** bytes of its first commit that are about the segments before: they do not count */
  #headerBytes = 0;
  #file: AppendFile | undefined;

  /**
   * @param last the segment to continue, as recovery left it
   * @param segmentBytes a segment is full once it is larger
   */
  constructor(disk: Disk, last: string | undefined, segmentBytes: number) {
    this.#disk = disk;
    this.#segmentBytes = segmentBytes;
    this.#segment = last;
    this.#length = last === undefined ? 0 : disk.size(last);
  }

  /** Whether the next commit should be the first of a segment, or has to be. */
  isFull(): boolean {
    return this.#length > this.#segmentBytes + this.#headerBytes || this.#length <= SEGMENT_MAGIC_BYTES;
  }

  /**
   * Writes a commit. One call at a time.
   *
   * @param into the segment that was written last, or a new one
   * @param headerBytes bytes of the segment header and index in it
   * @returns once it is durable: the byte at which it begins
   */
  async write(into: string, commit: Buffer, headerBytes: number): Promise<number> {
    if (this.#segment !== into) {
      await this.#file?.close();
      this.#file = undefined;
      this.#segment = into;
      this.#length = 0;
    }
    if (this.#length <= SEGMENT_MAGIC_BYTES) this.#headerBytes = headerBytes;
    this.#file ??= this.#disk.append(into);
    const bytes = this.#length === 0 ? Buffer.concat([SEGMENT_MAGIC, commit]) : commit;
    const position = this.#length === 0 ? SEGMENT_MAGIC_BYTES : this.#length;
    await this.#file.write(bytes);
    this.#length += bytes.length;
    return position;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
