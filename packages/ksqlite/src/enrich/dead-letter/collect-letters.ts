import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../clock/index.ts';
import {
  type CommittedOffset,
  isRefused,
  type OutgoingRecord,
  type TopicRecord,
  type Topics,
} from '../../topics/port.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { waitAtMost } from '../concurrency/wait-at-most.ts';
import { subscribeUntil } from '../session/subscribe-until.ts';
import { letterOf } from './dead-letter.ts';

const CLOSE_MS = 500;

export interface CollectDeps {
  readonly topics: Topics;
  readonly from: readonly string[];
  /** the topic of the letters */
  readonly to: string;
  readonly group: string;
  readonly unreadable: (record: TopicRecord) => string | undefined | Promise<string | undefined>;
  readonly batchSize: number;
  readonly commitEveryMs: number;
  readonly clock: Clock;
  readonly onRead: (records: number) => void;
  readonly onCommitted: (letters: number) => void;
  /** A letter can't be written, and would fail all that are with it: it is left out. */
  readonly onRefused: (error: Error) => void;
}

/**
 * One subscription, until `stop` fires or something fails, which it throws. Letters are committed at once, with the
 * offsets of all that was read; offsets alone have time: reading a readable record twice has no effect.
 */
export async function collectLetters(deps: CollectDeps, stop: AbortSignal): Promise<void> {
  const { topics, from, group, batchSize, commitEveryMs, clock } = deps;
  const read = new Map<string, CommittedOffset>();
  const subscription = await subscribeUntil(
    topics,
    {
      group,
      topics: from,
      from: 'earliest',
      onRevoked: (partitions) => {
        for (const { topic, partition } of partitions) read.delete(`${topic}/${partition}`);
      },
    },
    stop,
  );
  if (subscription === undefined) return;

  const commit = async (letters: readonly OutgoingRecord[]) => {
    const offsets = [...read.values()];
    read.clear();
    await subscription.commit(letters, offsets);
    deps.onCommitted(letters.length);
  };

  const pollFor = async (waitMs: number | undefined) => {
    const due = new LinkedAbortController(stop);
    const cancel = waitMs === undefined ? undefined : clock.after(waitMs, due.abort);
    try {
      return await subscription.poll(batchSize, due.signal);
    } finally {
      cancel?.();
      due.release();
    }
  };

  try {
    let committedAt = clock.now();
    while (!stop.aborted) {
      const waitMs = read.size > 0 ? committedAt + commitEveryMs - clock.now() : undefined;
      const records = await pollFor(waitMs);
      if (records.length === 0 && waitMs === undefined && !stop.aborted)
        throw new Error('the subscription was closed');
      const letters = await lettersOf(records, deps);
      for (const { topic, partition, offset } of records)
        read.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1, metadata: '' });
      deps.onRead(records.length);
      if (letters.length > 0 || (read.size > 0 && clock.now() >= committedAt + commitEveryMs)) {
        await commit(letters);
        committedAt = clock.now();
      } else await nextTurn(); // others get their turn even in a long backlog
    }
    if (read.size > 0) await waitAtMost(clock, CLOSE_MS, commit([]));
  } finally {
    await waitAtMost(clock, CLOSE_MS, subscription.close());
  }
}

async function lettersOf(
  records: readonly TopicRecord[],
  { unreadable, to, topics, onRefused }: CollectDeps,
): Promise<readonly OutgoingRecord[]> {
  const letters: OutgoingRecord[] = [];
  for (const record of records) {
    const found = unreadable(record);
    const reason = found instanceof Promise ? await found : found;
    if (reason === undefined) continue;
    const letter = letterOf(to, record, reason);
    const prepared = (await topics.prepare?.(letter)) ?? letter;
    if (!isRefused(prepared)) letters.push(prepared);
    else
      onRefused(
        new Error(`${placeOf(record)}: ${reason}; its dead letter can't be written: ${prepared.message}`),
      );
  }
  return letters;
}

const placeOf = ({ topic, partition, offset }: TopicRecord): string => `${topic}/${partition}/${offset}`;
