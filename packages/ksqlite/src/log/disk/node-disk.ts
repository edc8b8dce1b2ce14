import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppendFile, Disk } from './disk.ts';
import { makeFolder } from './make-folder.ts';

/** A folder of the real file system. Throws what node:fs throws. */
export function nodeDisk(folder: string): Disk {
  const readers = new Map<string, number>();

  const reader = (file: string): number => {
    const known = readers.get(file);
    if (known !== undefined) return known;
    const descriptor = openSync(join(folder, file), 'r');
    readers.set(file, descriptor);
    return descriptor;
  };
  const forget = (file: string): void => {
    const descriptor = readers.get(file);
    if (descriptor !== undefined) closeSync(descriptor);
    readers.delete(file);
  };

  return {
    list: () => {
      makeFolder(folder);
      return readdirSync(folder).sort();
    },
    size: (file) => fstatSync(reader(file)).size,
    read: (file, position, length) => {
      const buffer = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const read = readSync(reader(file), buffer, filled, length - filled, position + filled);
        if (read === 0) break;
        filled += read;
      }
      return buffer.subarray(0, filled);
    },
    truncate: (file, length) => {
      truncateSync(join(folder, file), length);
      const descriptor = openSync(join(folder, file), 'r+');
      fsyncSync(descriptor);
      closeSync(descriptor);
    },
    remove: async (file) => {
      forget(file);
      await rm(join(folder, file), { force: true });
      // else it may be back after a power failure, when one that was deleted later is not
      const directory = await open(folder, 'r');
      await directory.sync().finally(() => directory.close());
    },
    append: (file) => appendFile(folder, file),
    close: () => {
      for (const descriptor of readers.values()) closeSync(descriptor);
      readers.clear();
    },
  };
}

function appendFile(folder: string, file: string): AppendFile {
  const path = join(folder, file);
  const descriptor = openSync(path, 'a');
  let position = statSync(path).size;
  closeSync(descriptor);
  // without this the file itself may be gone after a power failure, though its bytes were synced
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);

  let handle: Promise<FileHandle> | undefined;
  return {
    write: async (bytes) => {
      handle ??= open(path, 'r+');
      const opened = await handle;
      let written = 0;
      while (written < bytes.length) {
        const result = await opened.write(bytes, written, bytes.length - written, position + written);
        written += result.bytesWritten;
      }
      await opened.datasync();
      position += bytes.length;
    },
    close: async () => {
      if (handle !== undefined) await (await handle).close();
      handle = undefined;
    },
  };
}
