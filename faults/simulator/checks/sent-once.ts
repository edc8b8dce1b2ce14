import type { TopicLog } from 'ksqlite/testing';
import { asBuffer } from 'ksqlite/testing';
import { HEARTBEAT_PREFIX, PART_TOPICS } from '../../../src/contracts/topic-names.ts';
import type { SimulatedRecord } from '../scenario.ts';

/** Whatever killed its producer: each record of the script is on its topic once, and no other is. */
export function sentOnceViolations(log: TopicLog, records: readonly SimulatedRecord[]): string[] {
  const due = new Map<string, number>();
  for (const { topic, key, value } of records) count(due, `${topic} ${key} ${value}`, 1);
  for (const topic of PART_TOPICS)
    for (const partition of log.topics.get(topic)?.partitions ?? [])
      for (let offset = 0; offset < partition.highWatermark; offset++) {
        const { key, value } = partition.get(offset);
        const name = asBuffer(key)?.toString('utf8') ?? null;
        if (name?.startsWith(HEARTBEAT_PREFIX) !== true)
          count(due, `${topic} ${name} ${asBuffer(value)?.toString('utf8') ?? null}`, -1);
      }
  return [...due].flatMap(([record, left]) =>
    left === 0
      ? []
      : [`${record} was sent ${left > 0 ? `${left} times too rarely` : `${-left} times too often`}`],
  );
}

const count = (counts: Map<string, number>, what: string, by: number): void => {
  counts.set(what, (counts.get(what) ?? 0) + by);
};
