import type { AppendFile, Disk } from '../disk/disk.ts';
import { SEGMENT_MAGIC, SEGMENT_MAGIC_BYTES } from './segment-name.ts';

/** Appends frames, durably, one after the other. */
export interface SegmentWriter {
  /** The next frame should be the first of a segment, or has to be. */
  readonly isFull: () => boolean;
  /**
   * Resolves, once it is durable, to where the frame begins. One call at a time.
   *
   * @param segment this one, or a new one
   * @param headBytes of its head and index, which do not count: a segment is for what comes behind
   */
  write(segment: string, frame: Buffer, headBytes: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * @param last the segment to go on with, as recovery left it
 * @param segmentBytes a segment is full once it is larger
 */
export function segmentWriter(disk: Disk, last: string | undefined, segmentBytes: number): SegmentWriter {
  let segment = last;
  let length = last === undefined ? 0 : disk.size(last);
  let headBytes = 0;
  let file: AppendFile | undefined;
  return {
    isFull: () => length > segmentBytes + headBytes || length <= SEGMENT_MAGIC_BYTES,
    write: async (into, frame, ownHead) => {
      if (segment !== into) {
        await file?.close();
        file = undefined;
        segment = into;
        length = 0;
      }
      if (length <= SEGMENT_MAGIC_BYTES) headBytes = ownHead;
      file ??= disk.append(segment);
      const bytes = length === 0 ? Buffer.concat([SEGMENT_MAGIC, frame]) : frame;
      const position = length === 0 ? SEGMENT_MAGIC_BYTES : length;
      await file.write(bytes);
      length += bytes.length;
      return position;
    },
    close: async () => {
      await file?.close();
    },
  };
}
