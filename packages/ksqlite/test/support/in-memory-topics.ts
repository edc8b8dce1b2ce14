import { setImmediate as nextTurn } from 'node:timers/promises';
import { partitionFor } from '../../src/log/topics/murmur2.ts';
import type {
  CommittedOffset,
  OutgoingRecord,
  SubscribeOptions,
  TopicRecord,
  Topics,
} from '../../src/topics/port.ts';

interface Partition {
  readonly records: TopicRecord[];
  end: number;
}
interface Member {
  readonly options: SubscribeOptions;
  readonly owned: Map<string, { readonly topic: string; readonly partition: number; next: number }>;
  alive: boolean;
}
interface Group {
  members: readonly Member[];
  readonly committed: Map<string, CommittedOffset>;
}

/** A process that uses the topics. `kill` fences it at once: what it has not committed is never committed. */
export type InMemoryTopics = Topics & { kill(): void };

export interface InMemoryBroker {
  readonly connect: () => InMemoryTopics;
}

const newGroup = (): Group => ({ members: [], committed: new Map() });
const never = () => new Promise<never>(() => {});
const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;

/**
 * Topics in memory, for tests. With `markers` every transaction uses up one more offset in each partition that it
 * writes to, as on Kafka. A commit takes `commitTurns` turns of the event loop before and after it takes effect.
 */
export function inMemoryBroker(options: { markers?: boolean; commitTurns?: number } = {}): InMemoryBroker {
  const topics = new Map<string, Partition[]>();
  const groups = new Map<string, Group>();
  let wakeUps: (() => void)[] = [];
  let turn = 0;

  const wake = () => {
    const woken = wakeUps;
    wakeUps = [];
    for (const each of woken) each();
  };
  const partitionsOf = (topic: string): Partition[] => {
    const partitions = topics.get(topic);
    if (partitions === undefined) throw new Error(`no such topic: ${topic}`);
    return partitions;
  };
  const choosePartition = ({ topic, key, partition }: OutgoingRecord): number => {
    const count = partitionsOf(topic).length;
    if (partition !== undefined) return partition;
    return key === null ? turn++ % count : partitionFor(key, count);
  };

  const append = (records: readonly OutgoingRecord[]) => {
    const targets = records.map((record) => ({ record, partition: choosePartition(record) })); // throws before it writes
    const touched = new Set<Partition>();
    for (const { record, partition } of targets) {
      const to = partitionsOf(record.topic)[partition];
      if (to === undefined) throw new Error(`no partition ${partition} of ${record.topic}`);
      touched.add(to);
      to.records.push({
        topic: record.topic,
        partition,
        offset: to.end++,
        timestamp: record.timestamp ?? Date.now(),
        key: record.key === null ? null : Buffer.from(record.key),
        value: record.value === null ? null : Buffer.from(record.value),
        headers: record.headers ?? [],
      });
    }
    if (options.markers) for (const partition of touched) partition.end++;
    wake();
  };

  const read = (topic: string, partition: number, offset: number, max: number): readonly TopicRecord[] => {
    const { records } = partitionsOf(topic)[partition] ?? { records: [] };
    let low = 0;
    for (let high = records.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (records[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return records.slice(low, low + max);
  };

  /** Round robin; what a member keeps is not revoked. */
  const rebalance = (group: Group) => {
    group.members = group.members.filter(({ alive }) => alive);
    const wanted = new Map<Member, Set<string>>();
    for (const member of group.members) wanted.set(member, new Set());
    for (const [topic, partitions] of topics) {
      const readers = group.members.filter((member) => member.options.topics.includes(topic));
      partitions.forEach((_, i) => {
        if (readers.length > 0) wanted.get(readers[i % readers.length]!)?.add(nameOf(topic, i));
      });
    }
    for (const [member, names] of wanted) {
      const revoked = [...member.owned].filter(([name]) => !names.has(name));
      for (const [name] of revoked) member.owned.delete(name);
      if (revoked.length > 0) member.options.onRevoked?.(revoked.map(([, own]) => own));
    }
    for (const [member, names] of wanted) {
      const assigned: CommittedOffset[] = [];
      for (const name of names) {
        if (member.owned.has(name)) continue;
        const slash = name.lastIndexOf('/');
        const topic = name.slice(0, slash);
        const partition = Number(name.slice(slash + 1));
        const start = member.options.from === 'earliest' ? 0 : partitionsOf(topic)[partition]!.end;
        const from = group.committed.get(name) ?? { topic, partition, offset: start, metadata: '' };
        member.owned.set(name, { topic, partition, next: from.offset });
        assigned.push(from);
      }
      if (assigned.length > 0) member.options.onAssigned?.(assigned);
    }
    wake();
  };

  const take = (member: Member, max: number): readonly TopicRecord[] => {
    const taken: TopicRecord[] = [];
    for (const own of member.owned.values()) {
      const records = read(own.topic, own.partition, own.next, max - taken.length);
      taken.push(...records);
      own.next = (records.at(-1)?.offset ?? own.next - 1) + 1;
    }
    return taken;
  };

  const connect = (): InMemoryTopics => {
    const mine: { readonly member: Member; readonly group: Group }[] = [];
    let killed = false;

    return {
      create: async (wanted) => {
        for (const { name, partitions } of wanted) {
          const existing = topics.get(name);
          if (existing !== undefined && existing.length !== partitions)
            throw new Error(`${name} has ${existing.length} partitions`);
          if (existing === undefined)
            topics.set(
              name,
              Array.from({ length: partitions }, () => ({ records: [], end: 0 })),
            );
        }
      },
      list: async () => [...topics.keys()],
      ranges: async (topic) => topics.get(topic)?.map(({ end }, partition) => ({ partition, start: 0, end })),
      read: async (topic, partition, offset, max) => read(topic, partition, offset, max),
      produce: async (records) => append(records),
      subscribe: async (subscribe) => {
        for (const topic of subscribe.topics) partitionsOf(topic);
        const group = groups.get(subscribe.group) ?? newGroup();
        groups.set(subscribe.group, group);
        const member: Member = { options: subscribe, owned: new Map(), alive: true };
        await nextTurn();
        if (killed) return never();
        mine.push({ member, group });
        group.members = [...group.members, member];
        rebalance(group);
        return {
          poll: async (max, signal) => {
            for (;;) {
              if (signal?.aborted || (!member.alive && !killed)) return [];
              const records = member.alive ? take(member, max) : [];
              if (records.length > 0) return records;
              await new Promise<void>((resolve) => {
                const end = () => {
                  signal?.removeEventListener('abort', end);
                  resolve();
                };
                wakeUps.push(end);
                signal?.addEventListener('abort', end);
              });
            }
          },
          commit: async (results, offsets) => {
            for (let i = 0; i < (options.commitTurns ?? 1); i++) await nextTurn();
            if (killed) return never();
            if (!member.alive) throw new Error('the subscription is closed');
            for (const { topic, partition, metadata } of offsets) {
              if (!member.owned.has(nameOf(topic, partition)))
                throw new Error(`fenced: ${topic}/${partition} is no longer this member's`);
              if (metadata.length > 4_096) throw new Error('the metadata is too long');
            }
            append(results);
            for (const each of offsets) group.committed.set(nameOf(each.topic, each.partition), each);
            for (let i = 0; i < (options.commitTurns ?? 1); i++) await nextTurn();
            if (killed) return never();
          },
          close: async () => {
            if (!member.alive) return;
            await nextTurn();
            member.alive = false;
            rebalance(group);
          },
        };
      },
      close: async () => {
        for (const { member, group } of mine) {
          member.alive = false;
          rebalance(group);
        }
      },
      kill: () => {
        killed = true;
        for (const { member } of mine) member.alive = false;
        for (const { group } of mine) rebalance(group);
      },
    };
  };
  return { connect };
}
