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

/**
 * A member of a consumer group on the embedded log.
 *
 * @param transact writes results and offsets in one commit
 */
export function subscription(
  log: TopicLog,
  groups: GroupRegistry,
  options: SubscribeOptions,
  transact: (results: readonly OutgoingRecord[], offsets: readonly CommittedOffset[]) => Promise<void>,
): Subscription {
  for (const topic of options.topics)
    if (!log.topics.has(topic)) throw new KsqlError('TOPIC_UNKNOWN', `there is no topic ${topic}`);
  const member: Member = groups.join(options);
  let closed = false;
  const wakeUps = new Set<() => void>();
  const wake = (): void => {
    for (const wakeUp of wakeUps) wakeUp();
  };
  const forget = log.onCommitted(wake);

  return {
    poll: async (max, signal) => {
      for (;;) {
        if (closed || signal?.aborted === true) return [];
        const records = take(member, max);
        if (records.length > 0) return records;
        await new Promise<void>((resolve) => {
          const done = (): void => {
            wakeUps.delete(done);
            signal?.removeEventListener('abort', done);
            resolve();
          };
          wakeUps.add(done);
          signal?.addEventListener('abort', done);
        });
      }
    },
    commit: async (results, offsets) => {
      if (closed) throw new KsqlError('LOG_CLOSED', 'the subscription is closed');
      for (const offset of offsets) checkOwned(member, offset);
      await transact(results, offsets);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      forget();
      groups.leave(member);
      wake();
    },
  };
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
