import type { Clock } from '../../clock/clock.ts';
import { logFolder } from '../../database/folder/folder-layout.ts';
import { CommandError } from '../../errors/command-error.ts';
import { registryOfEnv } from '../../schema-topics/connect-registry.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import type { ReadableTopics } from '../../topics/port.ts';
import { RetryWithBackoff } from '../support/retry-with-backoff.ts';
import type { CommandContext, Env } from '../support/run-main.ts';
import { noRegistry, openBroker, type WritableTopics } from './open-broker.ts';
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

/** What topics are opened with. */
export interface OpenWith {
  readonly env: Env;
  readonly clock: Clock;
  /** How long what is away is waited for, ms. */
  readonly waitMs: number;
  readonly retry: RetryWithBackoff;
  readonly log: (line: string) => void;
}

/** For a command; what it waits for it says on stderr. */
export function openWith({ env, clock, signal, stderr }: CommandContext, waitMs: number): OpenWith {
  const log = (line: string): void => void stderr.write(`${line}\n`);
  return { env, clock, waitMs, retry: new RetryWithBackoff({ waitMs, clock, signal, log }), log };
}

/**
 * Opens topics for reading alone: those of a data folder also while another process has it open.
 *
 * @returns undefined when the signal fired before a broker answered
 * @throws CommandError TOPIC_UNKNOWN when there is no such folder, KAFKA_…, KSQLDB_URL
 */
export async function openForReading(place: Place, options: OpenWith): Promise<OpenTopics | undefined> {
  const remote = registryOfEnv(options.env);
  if (place.kind === 'server') return openServer(place.url, remote, options);
  if (place.kind === 'kafka') return openBroker(place, remote, options.retry);
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

/**
 * The topics of a server that runs, to read and to write.
 *
 * @param remote the registry that the environment names; closed with the topics
 * @throws CommandError KSQLDB_URL
 */
export async function openServer(
  url: string,
  remote: ReturnType<typeof registryOfEnv>,
  options: OpenWith,
): Promise<OpenTopics & WritableTopics> {
  const { ServerTopics } = await import('./server-topics.ts');
  const topics = new ServerTopics({ url, ...options });
  return {
    topics,
    where: topics.url,
    registry: () => {
      if (remote === undefined) throw noRegistry();
      return remote;
    },
    retentionMs: (topic) => topics.retentionMs(topic),
    close: async () => {
      await topics.close();
      await remote?.close();
    },
  };
}

export const noFolder = (folder: string): CommandError =>
  new CommandError(
    'TOPIC_UNKNOWN',
    `${logFolder(folder)} does not exist: name the data folder with --data, a broker with --bootstrap, or a server that runs with --server (ksqlite dev without --data keeps its topics in memory: --server http://127.0.0.1:8088)`,
  );
