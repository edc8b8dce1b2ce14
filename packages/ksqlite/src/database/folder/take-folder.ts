import { statSync } from 'node:fs';
import { KsqlError } from '../../errors/ksql-error.ts';
import type { Disk } from '../../log/disk/disk.ts';
import { lockFolder } from '../../log/disk/folder-lock.ts';
import { nodeDisk } from '../../log/disk/node-disk.ts';
import { ioErrors } from '../../log/log-errors.ts';
import { layOutFolder, logFolder, removeLog } from './folder-layout.ts';
import { serverOf } from './server-note.ts';

export interface TakenFolder {
  /** Of the log's files. */
  readonly disk: Disk;
  /** Gives the folder back. */
  release(): void;
}

/**
 * Takes a data folder for this process, made when it does not exist: the one way to a log that is written to.
 *
 * @param fresh whether the log in it is removed first
 * @throws KsqlError LOG_LOCKED that names the owner's pid, and where it serves the folder, LOG_DAMAGED or LOG_IO
 */
export function takeFolder(folder: string, fresh: boolean): TakenFolder {
  return ioErrors(() => {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
      throw new KsqlError('LOG_IO', `${folder}: is a file, not a folder to keep data in`);
    const lock = lockFolder(folder, serverOf);
    try {
      if (fresh) removeLog(folder);
      layOutFolder(folder);
      return { disk: nodeDisk(logFolder(folder)), release: lock.release };
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}
