import type { Disk } from './disk.ts';

/** A disk that forgets: for trying statements out, and for tests. */
export function memoryDisk(): Disk & { readonly files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>();
  const bytesOf = (file: string): Buffer => files.get(file) ?? Buffer.alloc(0);
  return {
    files,
    list: () => [...files.keys()].sort(),
    size: (file) => bytesOf(file).length,
    read: (file, position, length) => bytesOf(file).subarray(position, position + length),
    truncate: (file, length) => {
      files.set(file, bytesOf(file).subarray(0, length));
    },
    remove: async (file) => {
      files.delete(file);
    },
    append: (file) => ({
      write: async (bytes) => {
        files.set(file, Buffer.concat([bytesOf(file), bytes]));
      },
      close: async () => undefined,
    }),
    close: () => undefined,
  };
}
