import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from 'ksqlite/cli';
import {
  type Engine,
  lockFolder,
  nodeDisk,
  OUTER_JOIN_EMIT_INTERVAL,
  openEngine,
  openTopicLog,
  type ProcessingError,
} from 'ksqlite/internals';
import { type EmbeddedTopics, embeddedTopics } from 'ksqlite/topics';

export interface DataFolder {
  readonly engine: Engine;
  readonly topics: EmbeddedTopics;
  /** Commits what was done and frees the folder. */
  close(): Promise<void>;
}

/** Where the log lies in a data folder. */
export const logFolder = (folder: string): string => join(folder, 'log');

/** What a ksqlDB server has in its properties file. No pause between looks for closed windows: nothing is saved by it here. */
export const ENGINE_PROPERTIES = { 'auto.offset.reset': 'earliest', [OUTER_JOIN_EMIT_INTERVAL]: '0' };

/**
 * Opens (or makes) a data folder for this process and resumes the statements in it.
 *
 * @throws KsqlError LOG_LOCKED, LOG_DAMAGED or LOG_IO, CommandError DISK, or what node:fs throws
 */
export function openDataFolder(
  folder: string,
  options: {
    readonly fresh: boolean;
    /** See TopicLogOptions. */
    readonly retentionMs?: number | undefined;
    readonly now: () => number;
    readonly onFailure: (error: unknown) => void;
    readonly onProcessingError?: (error: ProcessingError) => void;
  },
): DataFolder {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CommandError('DISK', `${folder}: is a file, not a folder to keep data in`);
  const lock = lockFolder(folder);
  try {
    // the log alone: a folder given by mistake keeps whatever else is in it
    if (options.fresh && existsSync(logFolder(folder))) rmSync(logFolder(folder), { recursive: true });
    const log = openTopicLog({
      disk: nodeDisk(logFolder(folder)),
      now: options.now,
      ...(options.retentionMs === undefined ? {} : { retentionMs: options.retentionMs }),
    });
    const engine = openEngine({ ...options, log, properties: ENGINE_PROPERTIES });
    return {
      engine,
      topics: embeddedTopics(log, engine.scheduler, options.now),
      close: async () => {
        await engine.close().finally(lock.release);
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
