import { applyScripts, readScripts } from 'ksqlite/cli';
import { type DataFolder, openDataFolder } from '../../src/line/data-folder.ts';
import { SQL_FOLDER } from '../../src/line/sql-folder.ts';

const fail = (error: unknown): void => {
  // out of any promise: the bench's process ends with it
  queueMicrotask(() => {
    throw error;
  });
};

/**
 * Opens a data folder as `npm start` does; without statements but those that are in it.
 *
 * @param retentionMs how long records are kept; default: as `npm start` keeps them
 */
export const openFolder = (folder: string, fresh = false, retentionMs?: number): DataFolder =>
  openDataFolder(folder, { fresh, retentionMs, now: Date.now, onFailure: fail });

/** Applies `ksql/*.sql`: those files that the folder does not have yet. */
export const applyTopology = (opened: DataFolder): Promise<void> =>
  applyScripts(opened.engine, readScripts(SQL_FOLDER), Date.now);

/** Resolves when the statements have read all there is and what they made of it is durable. */
export async function drained({ engine: { scheduler } }: DataFolder): Promise<void> {
  do await scheduler.settled();
  while (scheduler.backlog() > 0);
  await scheduler.settled();
}

/** Records of a topic that are durable. */
export const committed = ({ engine }: DataFolder, topic: string): number =>
  engine.log.topics.get(topic)?.partitions.reduce((sum, partition) => sum + partition.highWatermark, 0) ?? 0;
