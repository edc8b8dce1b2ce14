/**
 * Where the process that has a data folder serves it: a file beside the lock, so that whoever is refused the folder learns how to reach its
 * owner. It is a hint: nothing depends on it, and one that a dead process left is not believed.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE } from '../../log/disk/folder-lock.ts';

const NOTE = 'server';

/**
 * Writes it, for the holder of the folder's lock.
 *
 * @returns takes it away
 */
export function noteServer(folder: string, url: string): () => void {
  const path = join(folder, NOTE);
  const text = `${process.pid} ${url}\n`;
  try {
    writeFileSync(path, text);
  } catch {
    // a disk that is full is told of by the log
  }
  return () => {
    // of another server of this process: the newest stays
    if (read(path) === text) rmSync(path, { force: true });
  };
}

/** The address at which the holder of the folder's lock serves it; undefined: it serves none. */
export function serverOf(folder: string): string | undefined {
  const [pid, url] = read(join(folder, NOTE))?.trim().split(' ') ?? [];
  const [owner] = read(join(folder, LOCK_FILE))?.split(' ') ?? [];
  return pid !== undefined && pid === owner ? url : undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
