import type { Topics } from 'ksqlite/topics';
import { PART_TOPICS, TOPICS } from '../contracts/topic-names.ts';
import type { Ledger } from './ledger/ledger.ts';

export interface LedgerFeed {
  /** Whether the ledger has seen all that is on its topics. */
  caughtUp(): Promise<boolean>;
  /** Resolves when the feed ended: by `signal`, or with what the topics threw. */
  readonly ended: Promise<void>;
}

const WATCHED = [
  ...PART_TOPICS,
  TOPICS.awaitingPrice,
  TOPICS.completed,
  TOPICS.incomplete,
  TOPICS.deadLetter,
];
const BATCH = 2_000;

/**
 * Shows the ledger every record of the topics it keeps account of, from the first on. What was there before counts for
 * conservation, and says nothing about latency.
 *
 * @param now wall clock, ms since the epoch
 */
export async function feedLedger(
  topics: Topics,
  ledger: Ledger,
  now: () => number,
  signal: AbortSignal,
): Promise<LedgerFeed> {
  const ends = async (): Promise<Map<string, number>> => {
    const all = new Map<string, number>();
    // what is past its retention can't be seen any more
    for (const topic of WATCHED)
      for (const { partition, start, end } of (await topics.ranges(topic)) ?? [])
        if (start < end) all.set(`${topic}/${partition}`, end);
    return all;
  };
  const before = await ends();
  const seen = new Map<string, number>();
  // a group of its own that never commits: every start sees everything
  const subscription = await topics.subscribe({ group: 'ledger', topics: WATCHED, from: 'earliest' });
  const run = async (): Promise<void> => {
    for (;;) {
      const records = await subscription.poll(BATCH, signal);
      if (records.length === 0) break;
      const at = now();
      for (const record of records) {
        const place = `${record.topic}/${record.partition}`;
        ledger.observe(record, record.offset >= (before.get(place) ?? 0) ? at : undefined);
        seen.set(place, record.offset + 1);
      }
      // a long backlog must not hold up the line
      await new Promise((resolve) => setImmediate(resolve));
    }
    await subscription.close();
  };
  return {
    ended: run(),
    caughtUp: async () => [...(await ends())].every(([place, end]) => (seen.get(place) ?? 0) >= end),
  };
}
