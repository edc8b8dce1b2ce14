import type { Disk } from '../log/disk/disk.ts';
import { memoryDisk } from '../log/disk/memory-disk.ts';
import type { Ticks } from '../runtime/cycles/scheduler.ts';
import type { Database } from './database.ts';
import { FOLDERS } from './folder/folder-of.ts';
import { takeFolder } from './folder/take-folder.ts';
import { openLater } from './open-on-disk.ts';
import type { DatabaseOptions, FolderOptions } from './options.ts';
import type { SchemaTypes } from './schema-types.ts';

const clock = (): number => performance.now();

const TICK_MS = 1_000;
const ticks: Ticks = (tick) => {
  const timer = setInterval(tick, TICK_MS).unref();
  return () => clearInterval(timer);
};

/**
 * Opens a database and resumes the queries in it, where they were. The folder is made when it does not exist, and is this
 * process's until `close`: a second process is refused. A process that was killed leaves a folder that opens again, with
 * all that was acknowledged.
 *
 * @param folder where everything is kept; without one it is kept in memory and gone when the process ends
 * @throws KsqlError LOG_LOCKED with the pid of the process that has the folder; LOG_DAMAGED when a file fails its
 *   checksum; LOG_IO when the disk refuses
 * @example
 * ```ts
 * import { openDatabase } from 'ksqlite';
 *
 * const db = await openDatabase('data');
 * await db.execute(`
 *   CREATE STREAM IF NOT EXISTS readings (sensor VARCHAR KEY, celsius DOUBLE)
 *     WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);`);
 * await db.insert('readings', [{ sensor: 'attic', celsius: 31 }]);
 * await db.close();
 * ```
 */
export function openDatabase<Types extends SchemaTypes = SchemaTypes>(
  folder: string,
  options?: FolderOptions,
): Promise<Database<Types>>;
/** In memory. */
export function openDatabase<Types extends SchemaTypes = SchemaTypes>(
  options?: DatabaseOptions,
): Promise<Database<Types>>;
export async function openDatabase(
  folder: string | DatabaseOptions = {},
  options: FolderOptions = {},
): Promise<Database> {
  const { fresh = false, ...rest } = options;
  // JavaScript may say openDatabase(undefined, options)
  if (typeof folder !== 'string') return openOn(memoryDisk(), { ...rest, ...folder });
  const { disk, release } = takeFolder(folder, fresh);
  try {
    const database = await openLater(disk, { clock, ticks, ...rest }, release);
    FOLDERS.set(database, folder);
    return database;
  } catch (error) {
    disk.close();
    release();
    throw error;
  }
}

/** @internal On a disk of the caller's, which may hold a database already; as `openDatabase` else. */
export const openOn = (disk: Disk, options: DatabaseOptions): Promise<Database> =>
  openLater(disk, { clock, ticks, ...options });
