import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findLog } from '../../database/folder/folder-layout.ts';
import { type OpenedFolder, openFolder } from '../../database/folder/read-folder.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { EmbeddedRegistry } from '../../schemas/embedded/embedded-registry.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import type { PartitionRange, ReadableTopics, TopicRecord } from '../../topics/port.ts';

/**
 * The topics of a data folder that another process may be writing to. What `ranges` and `list` say is what is durable by then: the log is
 * opened again where its files have changed. A reader has no other way to learn of more: an opened log is as it was found.
 */
export class WatchedFolder implements ReadableTopics {
  readonly #folder: string;
  #opened: OpenedFolder;
  #registry: SchemaRegistry | undefined;
  /** Of the files, when they were opened. */
  #seen: string;

  private constructor(folder: string, seen: string, opened: OpenedFolder) {
    this.#folder = folder;
    this.#seen = seen;
    this.#opened = opened;
  }

  /** undefined: there is no log in the folder. Throws KsqlError LOG_DAMAGED or LOG_IO. */
  static open(folder: string): WatchedFolder | undefined {
    const seen = stateOf(folder);
    const opened = openFolder(folder);
    return opened && new WatchedFolder(folder, seen, opened);
  }

  get log(): TopicLog {
    return this.#opened.log;
  }

  /** The folder's own, as `log` has it. */
  registry(): SchemaRegistry {
    this.#registry ??= new EmbeddedRegistry(this.#opened.log, Date.now);
    return this.#registry;
  }

  async list(): Promise<readonly string[]> {
    await this.#refresh();
    return this.#opened.topics.list();
  }

  async ranges(topic: string): Promise<readonly PartitionRange[] | undefined> {
    await this.#refresh();
    return this.#opened.topics.ranges(topic);
  }

  read(topic: string, partition: number, offset: number, max: number): Promise<readonly TopicRecord[]> {
    return this.#opened.topics.read(topic, partition, offset, max);
  }

  close(): Promise<void> {
    return this.#opened.topics.close();
  }

  async #refresh(): Promise<void> {
    const seen = stateOf(this.#folder);
    if (seen === this.#seen) return;
    const opened = openFolder(this.#folder);
    // gone: what was read stays readable
    if (opened === undefined) return;
    const before = this.#opened;
    this.#opened = opened;
    this.#registry = undefined;
    this.#seen = seen;
    await before.topics.close();
  }
}

/** Changes when something was written to the log. */
function stateOf(folder: string): string {
  const log = findLog(folder);
  if (log === undefined) return '';
  return readdirSync(log)
    .sort()
    .map((name) => {
      const file = statSync(join(log, name), { throwIfNoEntry: false });
      return `${name} ${file?.size} ${file?.mtimeMs}`;
    })
    .join('\n');
}
