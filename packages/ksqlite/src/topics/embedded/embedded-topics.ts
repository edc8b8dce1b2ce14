import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TopicLog } from '../../log/topic-log.ts';
import { refuseReadOnly } from '../../log/topics/read-only-topic.ts';
import type { Topics } from '../port.ts';
import { appendRecords } from './append-records.ts';
import { EmbeddedSubscription } from './embedded-subscription.ts';
import { type GroupRegistry, groupRegistry } from './group-registry.ts';
import { readCommitted } from './read-committed.ts';

/** What the topics need of the engine that runs over the same log. */
export interface Pump {
  /** Resolves once all that was appended so far is durable; rejects when the log failed. */
  settled(): Promise<void>;
  /** Records that no statement has read yet. */
  backlog(): number;
  /** Resolves when statements can read, or have read, more: at once, but where all that is left waits for a schema. */
  readable(): Promise<void>;
}

export interface EmbeddedTopics {
  /** One client's view; several share the log and its consumer groups. */
  connect(): Topics;
}

/** Producers wait while statements are this many records behind: what is not read yet lies in memory. */
const BACKLOG_LIMIT = 20_000;

/** Whether a producer waits until statements have read more. */
export const isBehind = (pump: Pump): boolean => pump.backlog() > BACKLOG_LIMIT;

/** For who waits while `isBehind`: resolves when that may have changed. */
export async function moreRead(pump: Pump): Promise<void> {
  await pump.settled();
  await pump.readable();
}

/**
 * The topics port over the engine's own log, in process.
 *
 * @param now wall clock, ms since the epoch
 */
export function embeddedTopics(log: TopicLog, pump: Pump, now: () => number): EmbeddedTopics {
  const groups: GroupRegistry = groupRegistry(log);
  const roundRobin = { next: 0 };
  return { connect: () => connect(log, pump, now, groups, roundRobin) };
}

function connect(
  log: TopicLog,
  pump: Pump,
  now: () => number,
  groups: GroupRegistry,
  roundRobin: { next: number },
): Topics {
  const open: { close(): Promise<void> }[] = [];
  return {
    create: async (wanted) => {
      for (const { name } of wanted) refuseReadOnly(name);
      for (const { name, partitions, retentionMs } of wanted)
        log.createTopic(name, partitions, { retentionMs });
      await pump.settled();
    },
    list: async () => [...log.topics.keys()],
    ranges: async (topic) =>
      log.topics.get(topic)?.partitions.map(({ partition, logStartOffset: start, highWatermark }) => ({
        partition,
        start,
        end: highWatermark,
      })),
    read: async (topic, partition, offset, max) => {
      const partitionLog = log.topics.get(topic)?.partitions[partition];
      return partitionLog === undefined ? [] : readCommitted(partitionLog, offset, max);
    },
    produce: async (records) => {
      while (isBehind(pump)) await moreRead(pump);
      appendRecords(log, records, now(), roundRobin);
      await pump.settled();
    },
    subscribe: async (options) => {
      await nextTurn();
      const opened = new EmbeddedSubscription(log, groups, options, async (results, offsets) => {
        appendRecords(log, results, now(), roundRobin);
        for (const offset of offsets) log.setOffset({ group: options.group, ...offset });
        await pump.settled();
      });
      open.push(opened);
      return opened;
    },
    close: async () => {
      for (const each of open.splice(0)) await each.close();
    },
  };
}
