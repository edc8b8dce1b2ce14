import type { AppendFile, Disk } from './disk.ts';
import { SEGMENT_HEADER, SEGMENT_HEADER_BYTES, segmentName } from './segment-name.ts';

/** Appends frames, durably, one after the other; begins a new segment when one is full. */
export interface SegmentWriter {
  /** Resolves, once it is durable, to the frame's place. One call at a time. */
  write(sequence: number, frame: Buffer): Promise<{ readonly segment: string; readonly position: number }>;
  close(): Promise<void>;
}

/**
 * @param last the segment to go on with, as recovery left it
 * @param segmentBytes a segment is full once it is larger
 */
export function segmentWriter(disk: Disk, last: string | undefined, segmentBytes: number): SegmentWriter {
  let segment = last;
  let length = last === undefined ? 0 : disk.size(last);
  let file: AppendFile | undefined;
  return {
    write: async (sequence, frame) => {
      if (segment === undefined || length > segmentBytes) {
        await file?.close();
        file = undefined;
        segment = segmentName(sequence);
        length = 0;
      }
      file ??= disk.append(segment);
      const bytes = length === 0 ? Buffer.concat([SEGMENT_HEADER, frame]) : frame;
      const position = length === 0 ? SEGMENT_HEADER_BYTES : length;
      await file.write(bytes);
      length += bytes.length;
      return { segment, position };
    },
    close: async () => {
      await file?.close();
    },
  };
}
