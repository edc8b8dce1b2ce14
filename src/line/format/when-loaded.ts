import { setTimeout as pause } from 'node:timers/promises';
import { SchemaNotLoadedError, type SchemaRegistry } from 'ksqlite/schemas';
import type { TopicRecord } from 'ksqlite/topics';

type Unreadable = (record: TopicRecord) => string | undefined;

/** The registry is asked again; between two answers of which neither brought the schema. */
const PAUSE_MS = 100;

/**
 * `unreadable` for records whose schemas are in a registry of another process: a record whose schema is not in memory yet waits for it.
 *
 * @returns what throws or rejects, beside what `unreadable` throws, when the registry does not answer (SchemaRegistryError)
 */
export function whenLoaded(
  unreadable: Unreadable,
  registry: Pick<SchemaRegistry, 'load'>,
): (record: TopicRecord) => string | undefined | Promise<string | undefined> {
  const later = async (record: TopicRecord, missing: number): Promise<string | undefined> => {
    let id = missing;
    for (let tries = 0; ; tries++) {
      await registry.load(id);
      if (tries > 0) await pause(PAUSE_MS);
      try {
        return unreadable(record);
      } catch (error) {
        if (!(error instanceof SchemaNotLoadedError)) throw error;
        id = error.id;
      }
    }
  };
  return (record) => {
    try {
      return unreadable(record);
    } catch (error) {
      if (!(error instanceof SchemaNotLoadedError)) throw error;
      return later(record, error.id);
    }
  };
}
