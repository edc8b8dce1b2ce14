/**
 * Connectors: what brings records from another system to topics (a source), or takes them there (a sink). A connector stands for
 * a plug-in of Kafka Connect: it has its class name and its configuration keys.
 *
 * A connector is written once, and runs in a database, or as a process on Kafka. It knows neither topics nor offsets of groups: the
 * runner writes what a source gives together with the source's offset in one commit, and commits what a sink has put after it was put.
 */
import type { z } from 'zod';
import type { Clock } from '../clock/index.ts';
import type { Logger } from '../logging/logger.ts';
import type { Header, TopicRecord } from '../topics/port.ts';
import type { Data, JsonValue } from './data.ts';

interface ConnectorBase<Config> {
  /** The class of the plug-in that it stands for: `connector.class`. */
  readonly class: string;
  /** The version that SHOW CONNECTOR PLUGINS and DESCRIBE CONNECTOR say. */
  readonly version: string;
  /**
   * Reads the connector's own keys, which are all strings, and gives their defaults: a `z.strictObject`, so that a key it does not know
   * is refused by name. Keys that all connectors have (`tasks.max`, `topics`, converters, `errors.*`) are not among them. Its
   * messages must not repeat a value: it may be a secret.
   */
  readonly config: z.ZodType<Config>;
  /** Keys whose values must be given as `${env:NAME}` or `${file:path:key}`, never as they are. */
  readonly secrets?: readonly string[];
}

/** What all tasks are given. */
interface TaskContext {
  /** The connector's. */
  readonly name: string;
  readonly clock: Clock;
  /** Secrets in what it is told are replaced. Not for each record. */
  readonly log: Logger;
  /** Fires when the task is to stop: what is under way is given up. */
  readonly signal: AbortSignal;
}

export interface SourceConnector<Config = unknown> extends ConnectorBase<Config> {
  readonly kind: 'source';
  /**
   * Begins behind `context.offset`. Called again, with what was committed last, after a failure, a pause and a restart.
   *
   * @throws ConnectorError where trying again can't help; anything else is tried again, with back-off
   */
  start(config: Config, context: SourceContext): Promise<SourceTask>;
}

export interface SourceContext extends TaskContext {
  /** What was committed last; undefined: nothing yet. */
  readonly offset: JsonValue | undefined;
}

export interface SourceTask {
  /**
   * Waits until there is something, and gives it in order; undefined only once `signal` has fired. It is not called again before what
   * it gave is durable.
   *
   * @throws as `start`
   */
  poll(signal: AbortSignal): Promise<SourceBatch | undefined>;
  /** Records and offset are durable: the source may forget what is before. A failure is as one of `poll`. */
  committed?(offset: JsonValue): Promise<void>;
  /** Gives back what the task holds; once, after the last `poll` has ended, and after a failure as well. */
  stop(): Promise<void>;
}

export interface SourceBatch {
  /** May be empty, where the offset alone moved. */
  readonly records: readonly SourceRecord[];
  /** Where to begin after them: in the commit that holds the records. */
  readonly offset: JsonValue;
}

export interface SourceRecord {
  readonly topic: string;
  /** Data is written by the converter, bytes as they are; null is a null of the topic: a tombstone. */
  readonly key: Data | Buffer | null;
  readonly value: Data | Buffer | null;
  /** Default: by the key. */
  readonly partition?: number;
  /** ms since the epoch; default: now */
  readonly timestamp?: number;
  readonly headers?: readonly Header[];
}

export interface SinkConnector<Config = unknown> extends ConnectorBase<Config> {
  readonly kind: 'sink';
  /** @throws as a source's */
  start(config: Config, context: SinkContext): Promise<SinkTask>;
}

export interface SinkContext extends TaskContext {
  /**
   * Says that this record can't be put, however often it is tried: a dead letter, or with `errors.tolerance=none` the end of the task.
   *
   * @throws ConnectorError when errors are not tolerated; hand it on
   */
  readonly report: (record: SinkRecord, error: unknown) => void;
  /**
   * Passes over a record because the connector's own keys say so, whatever `errors.tolerance` is: counted, and a dead letter where there is a
   * topic for them.
   */
  readonly passOver: (record: SinkRecord, error: unknown) => void;
  /**
   * One past the last offset of a partition: what says that it is put beyond that is of another topic of this name, that was deleted.
   * undefined: there is no such partition.
   */
  readonly endOf: (topic: string, partition: number) => Promise<number | undefined>;
}

/** A record of a topic, read by the converters. */
export interface SinkRecord {
  /** null: the topic has a null there */
  readonly key: Data | null;
  readonly value: Data | null;
  /** As it is on the topic: with topic, partition, offset, timestamp and headers. */
  readonly origin: TopicRecord;
}

/** The next offset of a partition that is not put yet. */
export interface SinkOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** How records are gathered for one `put`: until one of these is reached, or none is there. */
export interface SinkBatch {
  readonly records: number;
  /** Of keys and values. */
  readonly bytes: number;
  /** How long is waited for more, after the first: ms */
  readonly lingerMs: number;
}

export interface SinkTask {
  /** Default: what one poll gives, 500 records at most. */
  readonly batch?: SinkBatch;
  /**
   * Puts records there, each partition's in order. Once it resolves their offsets are committed, but for what `safeOffsets` holds
   * back. After a kill records come again that were put already: putting one twice must be as putting it once.
   *
   * @throws as `start`; then all of them come again
   */
  put(records: readonly SinkRecord[], signal: AbortSignal): Promise<void>;
  /**
   * For those who gather records before they write them: how far of `put` is really there. Asked after each `put`, and before the task
   * stops (Connect's preCommit). Default: all.
   */
  safeOffsets?(put: readonly SinkOffset[]): Promise<readonly SinkOffset[]>;
  /** These partitions are no longer the task's: what was gathered of them is to be dropped. */
  revoked?(partitions: readonly { readonly topic: string; readonly partition: number }[]): void;
  /** As a source's. */
  stop(): Promise<void>;
}

/** Of any configuration: `start` is a method so that this takes them all. */
export type Connector = SourceConnector | SinkConnector;
