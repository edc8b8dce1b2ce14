import type { Clock } from '../clock/index.ts';
import type { Logger } from '../logging/logger.ts';
import type { Topics } from '../topics/port.ts';
import type { SecretSources } from './config/secrets.ts';
import type { ReadSql } from './converters/converter.ts';

export interface TopicLag {
  readonly topic: string;
  readonly records: number;
}

/** What connectors run on: a database's topics, or a broker's. */
export interface ConnectRuntime {
  /**
   * A client of the topics for one life of a task.
   *
   * @param name of all that write under it the newest counts; nothing more is taken from an older one
   */
  readonly connect: (name: string) => Promise<Topics>;
  /** Where offsets of sources are: `group` in the offsets of a consumer group, which never expire in a data folder; `topic` on Kafka. */
  readonly offsets: 'group' | 'topic';
  /** `host:port` or another name of this process: `worker_id` in answers. */
  readonly workerId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secrets: SecretSources;
  /** Records of each topic that a group has not committed yet; undefined: nobody knows without asking a broker. */
  readonly lag?: (group: string, topics: readonly string[]) => readonly TopicLag[];
  /** How the database's streams and tables read their topics; undefined: there is no database. */
  readonly readSql?: ReadSql;
  /** First pause after a failure, ms; it doubles. Default 1,000. */
  readonly retryMs?: number;
}
