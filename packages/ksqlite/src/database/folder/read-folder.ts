import { nodeDisk } from '../../log/disk/node-disk.ts';
import { openTopicLog, type TopicLog } from '../../log/topic-log.ts';
import { readWithSchemas } from '../../schema-topics/read-with-schemas.ts';
import { EmbeddedRegistry } from '../../schemas/embedded/embedded-registry.ts';
import { embeddedTopics } from '../../topics/embedded/embedded-topics.ts';
import type { ReadableTopics } from '../../topics/port.ts';
import { findLog } from './folder-layout.ts';

/**
 * The topics in a data folder, for reading alone: also while another process has the folder open, of which only what is
 * durable by now is seen. undefined when there is no log in the folder.
 *
 * @param asJson values of AVRO, PROTOBUF and JSON_SR are given as JSON: those of topics with a schema in the folder's own Schema
 *   Registry. Those that are not what it says are as they are
 * @throws KsqlError LOG_DAMAGED or LOG_IO
 * @example
 * ```ts
 * import { openDatabase, readFolder } from 'ksqlite';
 *
 * const db = await openDatabase('data');
 * await db.topics.create([{ name: 'readings', partitions: 1 }]);
 * await db.topics.produce([{ topic: 'readings', key: 'attic', value: '{"celsius":31}' }]);
 * const topics = readFolder('data');
 * const records = await topics?.read('readings', 0, 0, 10);
 * console.log(String(records?.[0]?.value)); // {"celsius":31}
 * await topics?.close();
 * await db.close();
 * ```
 */
export function readFolder(
  folder: string,
  { asJson = false }: { readonly asJson?: boolean } = {},
): ReadableTopics | undefined {
  const opened = openFolder(folder);
  if (opened === undefined || !asJson) return opened?.topics;
  return readWithSchemas(opened.topics, new EmbeddedRegistry(opened.log, Date.now));
}

/** A data folder's log and its topics, opened for reading alone. */
export interface OpenedFolder {
  readonly log: TopicLog;
  /** Closes the log with itself. */
  readonly topics: ReadableTopics;
}

/** As `readFolder`, with the log itself. undefined when there is none. Throws KsqlError LOG_DAMAGED or LOG_IO. */
export function openFolder(folder: string): OpenedFolder | undefined {
  const found = findLog(folder);
  if (found === undefined) return undefined;
  const log = openTopicLog({ disk: nodeDisk(found), now: Date.now, readOnly: true });
  const done = (): Promise<void> => Promise.resolve();
  const idle = { settled: done, readable: done, backlog: () => 0 };
  const { list, ranges, read } = embeddedTopics(log, idle, Date.now).connect();
  return { log, topics: { list, ranges, read, close: () => log.close() } };
}
