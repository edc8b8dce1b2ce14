import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';

export interface Write {
  readonly file: string;
  /** The file's length before and after. */
  readonly from: number;
  readonly to: number;
}

export interface RecordingDisk extends Disk {
  readonly files: Map<string, Buffer>;
  /** One for each frame: the log writes a frame at a time. */
  readonly writes: readonly Write[];
}

/** A disk in memory that knows where one write ended and the next began. */
export function recordingDisk(files: ReadonlyMap<string, Buffer> = new Map()): RecordingDisk {
  const disk = memoryDisk();
  for (const [file, bytes] of files) disk.files.set(file, Buffer.from(bytes));
  const writes: Write[] = [];
  return {
    ...disk,
    files: disk.files,
    writes,
    append: (file) => {
      const appending = disk.append(file);
      return {
        write: async (bytes) => {
          const from = disk.size(file);
          await appending.write(bytes);
          writes.push({ file, from, to: disk.size(file) });
        },
        close: appending.close,
      };
    },
  };
}

/** The files as a crash after `count` whole writes and `torn` bytes of the next one leaves them. */
export function crashed(disk: RecordingDisk, count: number, torn = 0): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const keep = ({ file, from }: Write, bytes: number): void => {
    files.set(file, (disk.files.get(file) ?? Buffer.alloc(0)).subarray(0, from + bytes));
  };
  for (const write of disk.writes.slice(0, count)) keep(write, write.to - write.from);
  const next = disk.writes[count];
  if (next !== undefined && torn > 0) keep(next, Math.min(torn, next.to - next.from - 1));
  return files;
}
