import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import { KEPT_FOR_EVER, type Topics } from 'ksqlite/topics';
import { PROGRESS_TOPIC } from '../../contracts/topic-names.ts';
import type { DueRecord, RecordSource } from '../source/record-source.ts';
import { lastProgress, progressRecord } from './progress-record.ts';
import { scheduleStart } from './schedule.ts';

export interface PacedProducerOptions {
  readonly topics: Topics;
  readonly source: RecordSource;
  readonly clock: Clock;
  /** stops it: what is on its way becomes durable, nothing more is sent */
  readonly signal?: AbortSignal;
  /** records a batch at most; one more notes the progress */
  readonly maxBatch?: number;
  /** called at the start and after each durable batch */
  readonly onProgress?: (state: ProducerState) => void;
}

export interface ProducerState {
  /** records of the source that are durable on their topics, those of earlier starts included */
  readonly sent: number;
  readonly total: number;
  readonly finished: boolean;
  /** of `sent`, those of this start */
  readonly sentNow: number;
}

/** Records that are due sooner wait for each other this long: at a high rate each would be a batch of its own. */
const TICK_MS = 5;

/**
 * Sends the records of a source when they are due and resolves when all are sent or `signal` fires. Records get the
 * moment of sending as their timestamp.
 *
 * Started again after any kill, it continues where it was, nothing sent twice, nothing skipped: each batch also holds the
 * count of what is sent with it, and a batch is on the topics as a whole or not at all. One batch is in flight while the
 * next is made ready: with two in flight the later one could outlive a crash that the earlier one does not.
 *
 * @throws what `topics` or the source throws
 */
export async function produceAtPace(options: PacedProducerOptions): Promise<ProducerState> {
  const { topics, source, clock, signal, onProgress, maxBatch = 2_000 } = options;
  await topics.create([{ name: PROGRESS_TOPIC, partitions: 1, retentionMs: KEPT_FOR_EVER, compacted: true }]);
  const last = await lastProgress(topics, source.id);
  const before = last?.sent ?? 0;
  let state: ProducerState = {
    sent: before,
    total: source.total,
    finished: last?.finished ?? source.total === 0,
    sentNow: 0,
  };
  onProgress?.(state);
  if (state.finished) return state;

  const queue = await lookAhead(source.records(before));
  const startedAt = Math.floor(scheduleStart(last, source.pace, queue.head()?.at ?? 0, clock.now()));
  const isDue = (record: DueRecord | undefined) =>
    record !== undefined && startedAt + record.at <= clock.now();
  const takeDue = async (batch: DueRecord[]): Promise<void> => {
    for (let head = queue.head(); batch.length < maxBatch && head !== undefined; head = queue.head()) {
      if (!isDue(head)) return;
      batch.push(head);
      const moved = queue.advance();
      if (moved !== undefined) await moved;
    }
  };
  const send = async (batch: readonly DueRecord[]): Promise<void> => {
    const sent = state.sent + batch.length;
    const finished = queue.head() === undefined;
    const timestamp = Math.floor(clock.now());
    const progress = { sent, startedAt, pace: source.pace, finished };
    await topics.produce([
      ...batch.map(({ topic, key, value }) => ({ topic, key, value, timestamp })),
      progressRecord(source.id, progress, timestamp),
    ]);
    state = { sent, total: source.total, finished, sentNow: sent - before };
    onProgress?.(state);
  };

  let flight = Promise.resolve();
  try {
    for (let head = queue.head(); head !== undefined && !signal?.aborted; head = queue.head()) {
      if (!isDue(head)) {
        await flight;
        await sleep(clock, Math.max(TICK_MS, startedAt + head.at - clock.now()), signal);
        continue;
      }
      const batch: DueRecord[] = [];
      await takeDue(batch);
      await flight;
      await takeDue(batch);
      if (batch.length === 0) continue; // the wall clock was set back
      flight = send(batch);
      flight.catch(() => undefined); // awaited above or below: not unhandled
    }
    await flight;
  } finally {
    await flight.catch(() => undefined);
    await queue.close();
  }
  return state;
}

interface LookAhead {
  /** the next record, undefined at the end */
  head(): DueRecord | undefined;
  /** moves to the one after; a promise only where the source is asynchronous */
  advance(): Promise<void> | undefined;
  close(): Promise<void>;
}

/** One record ahead of what is sent: the last batch is known as the last one. */
async function lookAhead(records: Iterator<DueRecord> | AsyncIterator<DueRecord>): Promise<LookAhead> {
  let head: DueRecord | undefined;
  const take = (step: IteratorResult<DueRecord>): void => {
    head = step.done === true ? undefined : step.value;
  };
  const advance = (): Promise<void> | undefined => {
    const step = records.next();
    if (step instanceof Promise) return step.then(take);
    take(step);
    return undefined;
  };
  await advance();
  return {
    head: () => head,
    advance,
    close: async () => {
      await records.return?.();
    },
  };
}
