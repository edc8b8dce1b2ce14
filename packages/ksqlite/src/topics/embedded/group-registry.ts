import type { TopicLog } from '../../log/topic-log.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { CommittedOffset, SubscribeOptions } from '../port.ts';

/** One subscription's place in its group. */
export interface Member {
  readonly options: SubscribeOptions;
  /** The partitions that are this member's, and what it polls next of each. */
  readonly owned: Map<PartitionLog, { position: number }>;
}

export interface GroupRegistry {
  join(options: SubscribeOptions): Member;
  leave(member: Member): void;
}

/**
 * Consumer groups of one process: partitions go round the members, and what a member keeps is not taken from it. The
 * log is used by one process alone, so membership need not be durable; offsets are.
 */
export function groupRegistry(log: TopicLog): GroupRegistry {
  const groups = new Map<string, Member[]>();

  const rebalance = (group: string): void => {
    const members = groups.get(group) ?? [];
    const wanted = new Map<Member, Set<PartitionLog>>(members.map((member) => [member, new Set()]));
    const topics = new Set(members.flatMap((member) => member.options.topics));
    for (const topic of topics) {
      const readers = members.filter((member) => member.options.topics.includes(topic));
      log.topics.get(topic)?.partitions.forEach((partition, i) => {
        const reader = readers[i % readers.length];
        if (reader !== undefined) wanted.get(reader)?.add(partition);
      });
    }
    for (const [member, partitions] of wanted) revoke(member, partitions);
    for (const [member, partitions] of wanted) assign(log, member, partitions);
  };

  return {
    join: (options) => {
      const member: Member = { options, owned: new Map() };
      groups.set(options.group, [...(groups.get(options.group) ?? []), member]);
      rebalance(options.group);
      return member;
    },
    leave: (member) => {
      const { group } = member.options;
      groups.set(
        group,
        (groups.get(group) ?? []).filter((other) => other !== member),
      );
      for (const partition of [...member.owned.keys()]) disown(member, partition);
      rebalance(group);
    },
  };
}

/** Where Kafka's auto.offset.reset begins: for who has no offset, or one of records that are gone. */
export const beginning = (partition: PartitionLog, from: SubscribeOptions['from']): number =>
  from === 'earliest' ? partition.logStartOffset : partition.highWatermark;

function revoke(member: Member, keep: ReadonlySet<PartitionLog>): void {
  const revoked = [...member.owned.keys()].filter((partition) => !keep.has(partition));
  for (const partition of revoked) disown(member, partition);
  if (revoked.length > 0)
    member.options.onRevoked?.(revoked.map(({ topic, partition }) => ({ topic, partition })));
}

function disown(member: Member, partition: PartitionLog): void {
  member.owned.delete(partition);
}

function assign(log: TopicLog, member: Member, partitions: ReadonlySet<PartitionLog>): void {
  const { group, from, onAssigned } = member.options;
  const assigned: CommittedOffset[] = [];
  for (const partition of partitions) {
    if (member.owned.has(partition)) continue;
    const known = log.offset(group, partition.topic, partition.partition);
    const offset =
      known !== undefined && known.offset >= partition.logStartOffset
        ? known.offset
        : beginning(partition, from);
    member.owned.set(partition, { position: offset });
    assigned.push({
      topic: partition.topic,
      partition: partition.partition,
      offset,
      metadata: known?.metadata ?? '',
    });
  }
  if (assigned.length > 0) onAssigned?.(assigned);
}
