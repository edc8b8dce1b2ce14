import { type Database, openDatabase } from 'ksqlite';
import { applyScripts } from 'ksqlite/cli';
import { engineOf } from 'ksqlite/internals';
import type { Topics } from 'ksqlite/topics';
import type { LineFormat } from '../../src/line/format/line-format.ts';
import { lineScripts } from '../../src/line/sql-folder.ts';

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
export const openFolder = (folder: string, fresh = false, retentionMs?: number): Promise<Database> =>
  openDatabase(folder, { fresh, retentionMs, onFailure: fail });

/** Applies `ksql/*.sql`: those files that the folder does not have yet. */
export const applyTopology = (opened: Database, format: LineFormat = 'json'): Promise<void> =>
  applyScripts(opened, lineScripts(format), Date.now);

/** The topics of a database for records in JSON, whatever they are in on the topics; the part topics get their schemas. */
export async function connectAsJson(opened: Database, format: LineFormat): Promise<Topics> {
  const topics = opened.connectTopics();
  if (format === 'json') return topics;
  const { asJson, registerPartSchemas } = await import('../../src/line/format/line-schemas.ts');
  await registerPartSchemas(opened.schemaRegistry, format);
  return asJson(topics, opened.schemaRegistry);
}

/** Commits and bytes that were written since the folder was opened. */
export const writtenBy = (opened: Database): { readonly commits: number; readonly bytes: number } =>
  engineOf(opened).log.written();
