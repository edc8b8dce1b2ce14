import type { Disk } from '../../log/disk/disk.ts';
import { memoryDisk } from '../../log/disk/memory-disk.ts';

/** What becomes of the write that the process dies at. */
export type LastWrite = 'lost' | 'torn' | 'whole';

/** A disk in memory whose process dies at a write: what it does from then on is without effect, and never ends. */
export interface DyingDisk extends Disk {
  readonly files: ReadonlyMap<string, Buffer>;
  /** Resolves when the process has died. */
  readonly died: Promise<void>;
}

/**
 * @param files what it holds at first
 * @param at the write that the process dies at, from 0 on
 */
export function dyingDisk(files: ReadonlyMap<string, Buffer>, at: number, last: LastWrite): DyingDisk {
  const disk = memoryDisk();
  for (const [file, bytes] of files) disk.files.set(file, Buffer.from(bytes));
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  let count = 0;
  const isDead = (): boolean => count > at;
  const never = (): Promise<never> => new Promise(() => undefined);
  return {
    ...disk,
    files: disk.files,
    died,
    append: (file) => {
      const appending = disk.append(file);
      return {
        close: appending.close,
        write: async (bytes) => {
          if (isDead()) return never();
          const dies = count++ === at;
          if (!dies) return appending.write(bytes);
          if (last !== 'lost')
            await appending.write(last === 'whole' ? bytes : bytes.subarray(0, bytes.length >> 1));
          die();
          return never();
        },
      };
    },
    truncate: (file, length) => {
      if (!isDead()) disk.truncate(file, length);
    },
    remove: async (file) => (isDead() ? never() : disk.remove(file)),
  };
}
