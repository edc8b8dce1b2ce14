import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import { PART_TOPICS, PARTITIONS } from '../../src/contracts/topic-names.ts';
import { generatedCars } from '../../src/producer/generator/generate.ts';
import { heartbeatParts, heartbeatSku } from '../../src/producer/heartbeat.ts';
import type { DueRecord } from '../../src/producer/source/record-source.ts';

export interface PartsOptions {
  readonly cars: number;
  /** share of the cars that lack a part */
  readonly missing: number;
  /** parts a second of event time: how fast the records' timestamps move on, whatever the clock does */
  readonly partsPerSecond: number;
  /** timestamp of the first part, ms since the epoch */
  readonly start: number;
  /** part of every SKU */
  readonly seed: string;
}

/** Parts of generated cars, in order, with timestamps of their own; any number of them in constant memory. */
export function* timedParts(options: PartsOptions): Generator<OutgoingRecord, void> {
  const { cars, missing, partsPerSecond, start, seed } = options;
  const mix = { missing, late: 0, doubled: 0, surplus: 0 };
  const source = generatedCars({ cars, rate: 'max', seed, mix });
  let sent = 0;
  for (const { topic, key, value } of source.records(0) as Generator<DueRecord>) {
    const timestamp = start + Math.floor((sent++ * 1_000) / partsPerSecond);
    yield { topic, key, value, timestamp };
  }
}

/** Heartbeats of every partition, every `everyMs` of event time in (from, to]. */
export function* timedHeartbeats(from: number, to: number, everyMs: number): Generator<OutgoingRecord, void> {
  for (let at = from + everyMs; at <= to; at += everyMs)
    for (let partition = 0; partition < PARTITIONS; partition++)
      yield* heartbeatParts(heartbeatSku(`bench-${at}`, partition, PARTITIONS), at);
}

/** How long after the last part no window waits for anything any more. */
export const ALL_CLOSED_MS = 15_000;

/** Up to `size` elements at a time, as arrays. */
export function* inBatches<T>(elements: Iterable<T>, size: number): Generator<T[], void> {
  let batch: T[] = [];
  for (const element of elements) {
    batch.push(element);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

export const createPartTopics = (topics: Topics): Promise<void> =>
  topics.create(PART_TOPICS.map((name) => ({ name, partitions: PARTITIONS })));
