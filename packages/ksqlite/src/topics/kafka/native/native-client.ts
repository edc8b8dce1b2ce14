import { CommandError } from '../../../errors/command-error.ts';

/**
 * What is used of `@confluentinc/kafka-javascript`: its node-rdkafka-like half, written down here because the package is
 * optional, and without it neither its code nor its types are there. The other half (like kafkajs) is not used: there
 * `pause()` in `eachBatch` loses records (its issue #517), and a subscription cannot decide itself when a partition that
 * is taken from it is let go.
 */
export interface NativeKafka {
  readonly Producer: new (config: ClientConfig) => NativeProducer;
  readonly KafkaConsumer: new (config: ClientConfig) => NativeConsumer;
  readonly AdminClient: { createFrom(client: NativeClient): NativeAdmin };
  readonly OffsetSpec: { readonly EARLIEST: object; readonly LATEST: object };
}

/** librdkafka's properties, see its CONFIGURATION.md; a function is a callback. */
export type ClientConfig = Readonly<
  Record<string, string | number | boolean | ((...given: never[]) => void)>
>;
export type Callback<T = unknown> = (error: NativeError | null | undefined, result: T) => void;

export interface NativeError {
  readonly message: string;
  readonly code: number;
  readonly isFatal?: boolean;
  readonly isRetriable?: boolean;
  readonly isTxnRequiresAbort?: boolean;
}
export interface NativePartition {
  readonly topic: string;
  readonly partition: number;
}
export interface NativeOffset extends NativePartition {
  readonly offset?: number;
  readonly metadata?: string;
}
export interface NativeMessage extends NativePartition {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: readonly Readonly<Record<string, Buffer | string | null>>[];
}

export interface NativeClient {
  connect(options: { readonly timeout: number; readonly topic: string }, done: Callback): void;
  disconnect(done: Callback): void;
  on(event: 'event.error', listener: (error: NativeError) => void): void;
  on(event: 'event.log', listener: (log: NativeLog) => void): void;
}
export interface NativeLog {
  /** which part of the client tells */
  readonly fac: string;
  readonly message: string;
}
export interface NativeProducer extends NativeClient {
  produce(
    topic: string,
    partition: number,
    value: Buffer | null,
    key: Buffer | string | null,
    timestamp: number | undefined,
    opaque: undefined,
    headers: readonly Readonly<Record<string, Buffer>>[],
  ): void;
  poll(): void;
  initTransactions(timeoutMs: number, done: Callback): void;
  beginTransaction(done: Callback): void;
  commitTransaction(timeoutMs: number, done: Callback): void;
  abortTransaction(timeoutMs: number, done: Callback): void;
  sendOffsetsToTransaction(
    offsets: readonly NativeOffset[],
    consumer: NativeConsumer,
    timeoutMs: number,
    done: Callback,
  ): void;
}
export interface NativeConsumer extends NativeClient {
  on(event: 'event.error', listener: (error: NativeError) => void): void;
  on(event: 'event.log', listener: (log: NativeLog) => void): void;
  on(event: 'partition.eof', listener: (end: NativePartition & { readonly offset: number }) => void): void;
  subscribe(topics: readonly string[]): void;
  setDefaultConsumeTimeout(ms: number): void;
  consume(max: number, done: Callback<readonly NativeMessage[]>): void;
  assign(partitions: readonly NativeOffset[]): void;
  unassign(): void;
  incrementalAssign(partitions: readonly NativeOffset[]): void;
  incrementalUnassign(partitions: readonly NativePartition[]): void;
  assignmentLost(): boolean;
  pause(partitions: readonly NativePartition[]): void;
  resume(partitions: readonly NativePartition[]): void;
  committed(partitions: readonly NativePartition[], timeoutMs: number, done: Callback<NativeOffset[]>): void;
}
export interface NativeAdmin {
  createTopic(
    topic: {
      readonly topic: string;
      readonly num_partitions: number;
      readonly replication_factor: number;
      readonly config: Readonly<Record<string, string>>;
    },
    timeoutMs: number,
    done: Callback,
  ): void;
  listTopics(options: { readonly timeout: number }, done: Callback<readonly string[]>): void;
  describeTopics(
    topics: readonly string[],
    options: { readonly timeout: number },
    done: Callback<readonly TopicDescription[]>,
  ): void;
  listOffsets(
    partitions: readonly (NativePartition & { readonly offset: object })[],
    options: { readonly timeout: number; readonly isolationLevel: number },
    done: Callback<readonly ListedOffset[]>,
  ): void;
  disconnect(): void;
}
export interface ListedOffset extends NativePartition {
  readonly offset: number;
  readonly error?: NativeError;
}
export interface TopicDescription {
  readonly name: string;
  readonly partitions: readonly { readonly partition: number }[];
  readonly error?: NativeError;
}

const PACKAGE = '@confluentinc/kafka-javascript';

/**
 * Loads the client when it is first needed: the embedded engine must not depend on it.
 *
 * @throws CommandError KAFKA_CLIENT that says how to install it
 */
export async function loadNative(name: string = PACKAGE): Promise<NativeKafka> {
  try {
    const loaded = (await import(name)) as { readonly default: NativeKafka };
    return loaded.default;
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new CommandError(
      'KAFKA_CLIENT',
      `The Kafka client (${name}, an optional package) can't be loaded: ${why}. Its installation fetches a binary ` +
        'from GitHub; where that is not reachable it is compiled: on Debian `apt-get install gcc g++ make python3 ' +
        'libssl-dev zlib1g-dev`, then `CKJS_LINKING=dynamic npm install` (two minutes)',
      { cause },
    );
  }
}

/** A callback's answer as a promise. */
export const answer = <T>(call: (done: Callback<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
