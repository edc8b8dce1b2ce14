import type { TopicLog } from 'ksqlite/testing';
import { PROGRESS_TOPIC, TOPICS } from '../../../src/contracts/topic-names.ts';
import { DELETED, textsOf } from './dump.ts';

/** What a process knew when it ended. */
export interface Remembered {
  /** Every record it had, durable or not. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** How many of each partition it had told others of. */
  readonly committed: ReadonlyMap<string, number>;
  /** What its producer was told is durable. */
  readonly sent: number;
}

/** What lies between is written with what is here, in one frame. */
const COMPARED: ReadonlySet<string> = new Set([
  ...Object.values(TOPICS),
  'rccar-verdicts',
  'rccar-leftovers',
]);
const isCompared = (topic: string): boolean => COMPARED.has(topic);

export function remember(log: TopicLog, sent: number): Remembered {
  const committed = new Map<string, number>();
  for (const { name, partitions } of log.topics.values())
    for (const partition of partitions)
      committed.set(`${name}/${partition.partition}`, partition.highWatermark);
  return { texts: textsOf(log, 'all', isCompared), committed, sent };
}

/** A restart finds what was committed, and nothing that was not written: a beginning of what the dead process had. */
export function restartViolations(before: Remembered, log: TopicLog): string[] {
  const violations: string[] = [];
  const now = textsOf(log, 'committed', isCompared);
  for (const [partition, texts] of before.texts) {
    const found = now.get(partition) ?? [];
    const committed = before.committed.get(partition) ?? 0;
    if (found.length < committed)
      violations.push(`${partition}: ${committed} records were committed, ${found.length} are left`);
    // one that was being deleted may still be there
    const other = found.findIndex((text, offset) => text !== texts[offset] && texts[offset] !== DELETED);
    if (other >= 0)
      violations.push(
        `${partition}, offset ${other}: was ${texts[other]}, is ${found[other]} after the restart`,
      );
  }
  const sent = sentBy(log);
  if (sent < before.sent)
    violations.push(`${before.sent} records were acknowledged, ${sent} are known after the restart`);
  return violations;
}

function sentBy(log: TopicLog): number {
  const partition = log.topics.get(PROGRESS_TOPIC)?.partitions[0];
  if (partition === undefined || partition.highWatermark === 0) return 0;
  return JSON.parse(String(partition.get(partition.highWatermark - 1).value)).sent;
}
