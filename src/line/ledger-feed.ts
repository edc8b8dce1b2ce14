import type { Clock } from 'ksqlite/clock';
import type { CommittedOffset, Subscription, Topics } from 'ksqlite/topics';
import { PART_TOPICS, TOPICS } from '../contracts/topic-names.ts';
import { IdleSignal } from './idle-signal.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LedgerFile } from './ledger/place/ledger-file.ts';
import { LedgerSaver, placeName } from './ledger/place/ledger-saver.ts';
import { restoreLedger } from './ledger/place/restore-ledger.ts';

export interface LedgerFeed {
  /** Whether the ledger has seen all that is on its topics. */
  caughtUp(): Promise<boolean>;
  /** Resolves when the feed ended: by `signal`, or with what the topics threw. */
  readonly ended: Promise<void>;
}

export interface LedgerFeedOptions {
  readonly topics: Topics;
  /** one that has seen nothing */
  readonly ledger: Ledger;
  /** where its place is saved; undefined: nowhere, every start reads all */
  readonly file: LedgerFile | undefined;
  /** `now` is the wall clock */
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const WATCHED = [
  ...PART_TOPICS,
  TOPICS.awaitingPrice,
  TOPICS.completed,
  TOPICS.incomplete,
  TOPICS.deadLetter,
];
const BATCH = 2_000;
/** Its offsets are set at each start, to the saved place or the beginning: they are that of no other start. */
const GROUP = 'ledger-place';
/** It is saved when nothing came for so long. ms */
const IDLE_MS = 10_000;

/**
 * Shows the ledger every record of the topics it keeps account of: from its saved place on or, where there is none, from
 * the first one. What was there before this process counts for conservation, and says nothing about latency.
 */
export async function feedLedger(options: LedgerFeedOptions): Promise<LedgerFeed> {
  const { topics, ledger, file } = options;
  const before = await endsOf(topics);
  const saver = new LedgerSaver(ledger, file, await restoreLedger(topics, ledger, file));
  const subscription = await subscribeFrom(topics, (place) => saver.nextOf(place));
  return {
    ended: run(subscription, saver, before, options),
    caughtUp: async () => [...(await endsOf(topics))].every(([place, end]) => saver.nextOf(place) >= end),
  };
}

async function run(
  subscription: Subscription,
  saver: LedgerSaver,
  before: ReadonlyMap<string, number>,
  { ledger, clock, signal }: LedgerFeedOptions,
): Promise<void> {
  const idle = new IdleSignal(clock, signal, IDLE_MS);
  try {
    while (!signal.aborted) {
      const records = await subscription.poll(BATCH, idle.arm(saver.isDue));
      const at = clock.now();
      for (const record of records) {
        const place = placeName(record.topic, record.partition);
        ledger.observe(record, record.offset >= (before.get(place) ?? 0) ? at : undefined);
        saver.saw(place, record);
      }
      if (records.length === 0 || saver.isOverdue) await saver.save();
      // a long backlog must not hold up the line
      await new Promise((resolve) => setImmediate(resolve));
    }
    await saver.save();
  } finally {
    idle.stop();
    await subscription.close();
  }
}

/** One past the last record, of partitions that hold one: what is past its retention can't be seen any more. */
async function endsOf(topics: Topics): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (const topic of WATCHED)
    for (const { partition, start, end } of (await topics.ranges(topic)) ?? [])
      if (start < end) all.set(placeName(topic, partition), end);
  return all;
}

/** A subscription begins at the offsets that its group has committed, so they are committed first. */
async function subscribeFrom(topics: Topics, nextOf: (place: string) => number): Promise<Subscription> {
  const subscribe = (): Promise<Subscription> =>
    topics.subscribe({ group: GROUP, topics: WATCHED, from: 'earliest' });
  const offsets: CommittedOffset[] = [];
  for (const topic of WATCHED)
    for (const { partition, start } of (await topics.ranges(topic)) ?? []) {
      const offset = Math.max(start, nextOf(placeName(topic, partition)));
      offsets.push({ topic, partition, offset, metadata: '' });
    }
  const setting = await subscribe();
  await setting.commit([], offsets);
  await setting.close();
  return subscribe();
}
