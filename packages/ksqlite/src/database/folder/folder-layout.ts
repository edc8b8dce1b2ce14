import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { KsqlError } from '../../errors/ksql-error.ts';
import { makeFolder } from '../../log/disk/make-folder.ts';
import { segmentNames } from '../../log/segments/segment-name.ts';

/**
 * A data folder holds `lock`, which names the process that has it open, and `log/`, the log's segments. Every command
 * lays it out so. Folders of before have their segments beside `lock`; they are moved when the folder is opened.
 */
const LOG = 'log';
/** The segments on their way into `log`: it gets that name once all of them are in it. */
const MOVING = 'log.moving';

/** Where the log lies in a data folder. */
export const logFolder = (folder: string): string => join(folder, LOG);

/**
 * Where a reader beside the owner finds the log: also in a folder that was not opened since it was laid out otherwise.
 * undefined: there is none.
 */
export function findLog(folder: string): string | undefined {
  if (!isFolder(folder)) return undefined;
  if (isFolder(logFolder(folder))) return logFolder(folder);
  return segmentsIn(folder).length > 0 ? folder : undefined;
}

/**
 * Brings a data folder into the layout above. Only for the holder of its lock. Killed at any point, it is completed by
 * the next call.
 *
 * @throws KsqlError LOG_DAMAGED when the folder holds two logs; what node:fs throws
 */
export function layOutFolder(folder: string): void {
  const loose = segmentsIn(folder);
  const moving = join(folder, MOVING);
  if (loose.length === 0 && !existsSync(moving)) return;
  const log = logFolder(folder);
  if (segmentsIn(log).length > 0)
    throw new KsqlError('LOG_DAMAGED', `${folder} holds two logs: segments in ${log} and others beside it`, {
      hint: 'Move the one that is not wanted to another folder.',
    });
  makeFolder(moving);
  for (const segment of loose) renameSync(join(folder, segment), join(moving, segment));
  // a reader may have made it, empty
  if (existsSync(log)) rmdirSync(log);
  sync(moving);
  renameSync(moving, log);
  sync(folder);
}

/** Removes the log, however it is laid out, and nothing else: a folder given by mistake may have a `log` of its own. */
export function removeLog(folder: string): void {
  for (const within of [join(folder, LOG), join(folder, MOVING), folder]) {
    for (const segment of segmentsIn(within)) rmSync(join(within, segment));
    if (within !== folder && isFolder(within) && readdirSync(within).length === 0) rmdirSync(within);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const segmentsIn = (folder: string): readonly string[] =>
  isFolder(folder) ? segmentNames(readdirSync(folder)) : [];

/** Its entries are durable when this returns. */
function sync(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
