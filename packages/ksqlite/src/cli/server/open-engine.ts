import { join } from 'node:path';
import { type Engine, openEngine } from '../../engine/engine.ts';
import { lockFolder } from '../../log/disk/folder-lock.ts';
import { nodeDisk } from '../../log/disk/node-disk.ts';
import { openTopicLog } from '../../log/topic-log.ts';

export interface OpenFolder {
  readonly engine: Engine;
  /** Commits what was done and frees the folder. */
  close(): Promise<void>;
}

/**
 * Opens (or makes) a data folder, laid out as that of `npm start`, and resumes the statements in it.
 *
 * @throws KsqlError LOG_LOCKED, LOG_DAMAGED or LOG_IO, or what node:fs throws
 */
export function openFolder(
  folder: string,
  onFailure: (error: unknown) => void,
  retentionMs?: number,
): OpenFolder {
  const lock = lockFolder(folder);
  try {
    const log = openTopicLog({
      disk: nodeDisk(join(folder, 'log')),
      now: Date.now,
      ...(retentionMs === undefined ? {} : { retentionMs }),
    });
    const engine = openEngine({
      log,
      now: Date.now,
      onFailure,
      properties: { 'auto.offset.reset': 'earliest' },
    });
    return { engine, close: () => engine.close().finally(lock.release) };
  } catch (error) {
    lock.release();
    throw error;
  }
}
