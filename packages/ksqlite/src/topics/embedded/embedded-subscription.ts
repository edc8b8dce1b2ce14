import { KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type {
  CommittedOffset,
  OutgoingRecord,
  SubscribeOptions,
  Subscription,
  TopicRecord,
} from '../port.ts';
import { beginning, type GroupRegistry, type Member } from './group-registry.ts';
import { readCommitted } from './read-committed.ts';

/** As Kafka's offset.metadata.max.bytes, so that what works here works there. */
const METADATA_LIMIT = 4096;

/** Writes results and offsets in one commit; resolves when it is durable. */
export type Transact = (
  results: readonly OutgoingRecord[],
  offsets: readonly CommittedOffset[],
) => Promise<void>;

/**
 * A member of a consumer group on the embedded log. It reads what its partitions hold up to their high watermark, and
 * sleeps until the log has committed more.
 *
 * What must stay true: nothing is committed for a partition that the member does not own.
 */
export class EmbeddedSubscription implements Subscription {
  readonly #groups: GroupRegistry;
  readonly #transact: Transact;
  readonly #member: Member;
  /** Stops listening to the log's commits. */
  readonly #unlisten: () => void;
  readonly #sleepers = new Set<() => void>();
  #closed = false;

  /** @throws KsqlError TOPIC_UNKNOWN */
  constructor(log: TopicLog, groups: GroupRegistry, options: SubscribeOptions, transact: Transact) {
    for (const topic of options.topics)
      if (!log.topics.has(topic)) throw new KsqlError('TOPIC_UNKNOWN', `there is no topic ${topic}`);
    this.#groups = groups;
    this.#transact = transact;
    this.#member = groups.join(options);
    this.#unlisten = log.onCommitted(() => this.#wake());
  }

  async poll(max: number, signal?: AbortSignal): Promise<readonly TopicRecord[]> {
    for (;;) {
      if (this.#closed || signal?.aborted === true) return [];
      const records = take(this.#member, max);
      if (records.length > 0) return records;
      await this.#woken(signal);
    }
  }

  /** @throws KsqlError LOG_CLOSED: closed, or a partition that is not this member's any more */
  async commit(results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]): Promise<void> {
    if (this.#closed) throw new KsqlError('LOG_CLOSED', 'the subscription is closed');
    for (const offset of offsets) checkOwned(this.#member, offset);
    await this.#transact(results, offsets);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unlisten();
    this.#groups.leave(this.#member);
    this.#wake();
  }

  #wake(): void {
    for (const wakeUp of this.#sleepers) wakeUp();
  }

  /** Resolves when there may be records, when the subscription is closed, or when the signal fires. */
  #woken(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#sleepers.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#sleepers.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

/** A fair share of each partition first, so that a long one does not keep the others waiting. */
function take(member: Member, max: number): readonly TopicRecord[] {
  for (const [log, place] of member.owned)
    if (place.position < log.logStartOffset) place.position = beginning(log, member.options.from);
  const behind = [...member.owned].filter(([log, { position }]) => position < log.highWatermark);
  if (behind.length === 0) return [];
  const share = Math.max(1, Math.floor(max / behind.length));
  const taken: TopicRecord[] = [];
  for (const [log, place] of behind) {
    const records = readCommitted(log, place.position, Math.min(share, max - taken.length));
    place.position += records.length;
    for (const record of records) taken.push(record);
  }
  return taken;
}

function checkOwned(member: Member, { topic, partition, metadata }: CommittedOffset): void {
  const owned = [...member.owned.keys()].some(
    (log: PartitionLog) => log.topic === topic && log.partition === partition,
  );
  if (!owned)
    throw new KsqlError('LOG_CLOSED', `fenced: ${topic}, partition ${partition} is no longer this member's`);
  if (Buffer.byteLength(metadata) > METADATA_LIMIT)
    throw new KsqlError('LOG_CLOSED', `the offset's metadata is longer than ${METADATA_LIMIT} bytes`);
}
