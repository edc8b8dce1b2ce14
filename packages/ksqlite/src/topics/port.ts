/**
 * Topics as the line sees them: produce, consume, transact, look. Two implementations: `embedded/` (the engine's own
 * durable log, in process) and, where one machine is not enough, `kafka/`.
 */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly Header[];
}
export interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  /** ms since the epoch; default: now */
  readonly timestamp?: number;
  /** default: murmur2 of the key, as Kafka's Java client; without a key the partitions take turns */
  readonly partition?: number;
  readonly headers?: readonly Header[];
}

/** What is known before it is written: this record can't be, however often it is tried. */
export interface RefusedRecord {
  /**
   * `no-topic`: the topic, or the partition, is not there; `no-schema`: there is nothing to write its value with; `unfit`: the value is
   * not what the topic's schema says; `too-large`: more bytes than a record may have.
   */
  readonly refused: 'no-topic' | 'no-schema' | 'unfit' | 'too-large';
  /** for a person */
  readonly message: string;
}

/** The next offset a group will read of a partition, with up to 4 KB of metadata of the group's own. */
export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where a partition without a committed offset begins. */
  readonly from: 'earliest' | 'latest';
  /** These partitions are this member's from now on; their records follow. */
  readonly onAssigned?: (partitions: readonly CommittedOffset[]) => void;
  /** These are no longer: results still under way for them can't be committed any more. */
  readonly onRevoked?: (
    partitions: readonly { readonly topic: string; readonly partition: number }[],
  ) => void;
}

export interface Subscription {
  /**
   * Up to `max` committed records, each partition's in order of offset. Waits until there is at least one; resolves
   * to none when `signal` fires or the subscription is closed.
   */
  poll(max: number, signal?: AbortSignal): Promise<readonly TopicRecord[]>;
  /** Writes results and this group's offsets in one transaction, fenced by the membership; resolves when durable. */
  commit(results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]): Promise<void>;
  close(): Promise<void>;
}

export interface PartitionRange {
  readonly partition: number;
  /** first offset still kept */
  readonly start: number;
  /** one past the last committed offset */
  readonly end: number;
}

/** A `NewTopic.retentionMs`, as Kafka's retention.ms. */
export const KEPT_FOR_EVER = -1;

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  /**
   * Records get the time at which the broker appends them, not the one that their producer gives. For topics that windows
   * are computed on: what a producer could not get rid of for a while then does not come as late records.
   */
  readonly stampedByBroker?: boolean;
  /** Records are kept at least this long, −1: for ever; default: as the broker, or the data folder, is set. */
  readonly retentionMs?: number;
  /**
   * On Kafka the last record of each key is kept, others may go: for topics that say how far something is. In a data folder all records
   * are kept.
   */
  readonly compacted?: boolean;
}

/** Topics that can be looked at. */
export interface ReadableTopics {
  list(): Promise<readonly string[]>;
  /** undefined when there is no such topic. */
  ranges(topic: string): Promise<readonly PartitionRange[] | undefined>;
  /** Up to `max` committed records from `offset`, or what is kept, on; at once, fewer (or none) at the end. */
  read(topic: string, partition: number, offset: number, max: number): Promise<readonly TopicRecord[]>;
  close(): Promise<void>;
}

export interface Topics extends ReadableTopics {
  /** Creates what does not exist; throws when one exists with another number of partitions. */
  create(topics: readonly NewTopic[]): Promise<void>;
  /** Writes all records or none; resolves when durable. */
  produce(records: readonly OutgoingRecord[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /**
   * The record as it will be written, or why it can't be: so that one record that is refused is found before it is in a batch, which
   * would fail as a whole. What it gives is for `produce` and `commit` of the same topics, which encode it no second time. A promise
   * only where something has to be asked. Whether the topic is there is not looked at: `ranges` says that. Topics that are able to
   * write any record of a topic that is there do not have it.
   *
   * @throws where nobody can say, such as a Schema Registry that does not answer
   */
  prepare?(record: OutgoingRecord): OutgoingRecord | RefusedRecord | Promise<OutgoingRecord | RefusedRecord>;
}

export const isRefused = <T extends object>(prepared: T | RefusedRecord): prepared is RefusedRecord =>
  'refused' in prepared;
