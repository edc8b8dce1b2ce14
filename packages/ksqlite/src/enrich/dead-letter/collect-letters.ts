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
import { oneLine } from '../record/one-line.ts';
import { messageOf } from '../requests/request-failure.ts';
import { subscribeUntil } from '../session/subscribe-until.ts';
import { letterOf } from './dead-letter.ts';

const CLOSE_MS = 500;

/**
 * Why a record can't be read; undefined when it can. What it throws is a reason, too. A promise only where that has to be asked for:
 * when it is rejected, it is asked again after a pause.
 */
export type Unreadable = (record: TopicRecord) => string | undefined | Promise<string | undefined>;

export interface CollectDeps {
  readonly topics: Topics;
  readonly from: readonly string[];
  /** the topic of the letters */
  readonly to: string;
  readonly group: string;
  readonly unreadable: Unreadable;
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
    const found = verdict(unreadable, record);
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

/**
 * What is thrown at once comes of the record, and would come again: it is a reason, as with a `Decoder`. What a promise is rejected
 * with comes of what was asked, which may answer the next time: it ends the session.
 */
function verdict(unreadable: Unreadable, record: TopicRecord): ReturnType<Unreadable> {
  try {
    return unreadable(record);
  } catch (error) {
    return `whether it can be read can’t be told: ${oneLine(messageOf(error))}`;
  }
}

const placeOf = ({ topic, partition, offset }: TopicRecord): string => `${topic}/${partition}/${offset}`;
