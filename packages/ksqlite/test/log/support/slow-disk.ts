import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';

/** Waits as long as a commit that waits for the disk takes to get there. */
export const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A disk on which every write waits until it is let go. */
export function slowDisk() {
  const disk = memoryDisk();
  const waiting: (() => void)[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  return {
    files: disk.files,
    waiting,
    mostAtOnce: () => mostAtOnce,
    release: async () => {
      waiting.shift()?.();
      await turns();
    },
    disk: {
      ...disk,
      append: (file: string) => ({
        ...disk.append(file),
        write: async (bytes: Buffer) => {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await new Promise<void>((resolve) => waiting.push(resolve));
          await disk.append(file).write(bytes);
          atOnce--;
        },
      }),
    },
  };
}
