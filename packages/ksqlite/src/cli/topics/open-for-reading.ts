import { logFolder } from '../../database/folder/folder-layout.ts';
import { CommandError } from '../../errors/command-error.ts';
import { registryOfEnv } from '../../schema-topics/connect-registry.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import type { ReadableTopics } from '../../topics/port.ts';
import type { RetryWithBackoff } from '../support/retry-with-backoff.ts';
import type { Env } from '../support/run-main.ts';
import { openBroker } from './open-broker.ts';
import type { Place } from './place.ts';
import { WatchedFolder } from './watched-folder.ts';

/** Topics to look at. */
export interface OpenTopics {
  readonly topics: ReadableTopics;
  /** what messages call the place */
  readonly where: string;
  /** Where schemas are, at the moment. Throws CommandError USAGE: nowhere. */
  registry(): SchemaRegistry;
  /** A topic's own, ms; null: it has none. undefined: it can't be asked. */
  readonly retentionMs?: (topic: string) => number | null;
  close(): Promise<void>;
}

/**
 * Opens topics for reading alone: those of a data folder also while another process has it open.
 *
 * @returns undefined when the signal fired before a broker answered
 * @throws CommandError TOPIC_UNKNOWN when there is no such folder, KAFKA_…
 */
export async function openForReading(
  place: Place,
  env: Env,
  retry: RetryWithBackoff,
): Promise<OpenTopics | undefined> {
  const remote = registryOfEnv(env);
  if (place.kind === 'folder') {
    const folder = WatchedFolder.open(place.folder);
    if (folder === undefined) throw noFolder(place.folder);
    return {
      topics: folder,
      where: `the data folder ${place.folder}`,
      registry: () => remote ?? folder.registry(),
      retentionMs: (topic) => folder.log.topics.get(topic)?.retentionMs ?? null,
      close: async () => {
        await folder.close();
        await remote?.close();
      },
    };
  }
  return openBroker(place, remote, retry);
}

export const noFolder = (folder: string): CommandError =>
  new CommandError(
    'TOPIC_UNKNOWN',
    `${logFolder(folder)} does not exist: name the data folder with --data, or a broker with --bootstrap`,
  );
