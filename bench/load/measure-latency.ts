import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { type LatencyHistogram, latencyHistogram } from '../../src/line/ledger/latency-histogram.ts';
import { startHeartbeat } from '../../src/producer/heartbeat.ts';
import type { Figures } from '../results/figures.ts';
import { openLoop } from './open-loop.ts';
import type { PackedParts } from './packed-parts.ts';

export interface LatencyOptions {
  /** a view of the topics for each: producer, heartbeat, consumer */
  readonly connect: () => Topics | Promise<Topics>;
  readonly parts: PackedParts;
  /** parts a second that the schedule has */
  readonly rate: number;
  /** Cars whose last part is due before it do not count. ms */
  readonly warmUpMs: number;
  readonly clock: Clock;
  /** of the consumer group and the heartbeats */
  readonly name: string;
  readonly say: (text: string) => void;
}

export interface Latency {
  readonly figures: Figures;
  readonly notes: readonly string[];
}

/** So long after the end of the schedule what is not out yet is given up. */
const DRAIN_MS = 60_000;
/** Less than this share of what was offered: the rate is not sustained. */
const SUSTAINED = 0.97;
const POLL = 5_000;
const LEAD_MS = 100;
const ASSIGNED_MS = 15_000;

/**
 * Offers parts at their times and looks when each car is seen by a committed consumer. A latency begins when the car's
 * last part was due, not when it could be sent. Records are stamped when they are appended, as everywhere.
 */
export async function measureLatency(options: LatencyOptions): Promise<Latency> {
  const { parts, warmUpMs, clock, rate, name, say } = options;
  const { lastDue, partsOf, cars, carOf } = parts;
  const counts = (car: number): boolean => (lastDue[car] ?? 0) >= warmUpMs;
  const isComplete = (car: number): boolean => partsOf[car] === 7;
  const seenOf = new Uint8Array(cars);
  const assembly = latencyHistogram();
  const missing = latencyHistogram();
  let open = 0;
  let measuredParts = 0;
  for (let car = 0; car < cars; car++)
    if (counts(car)) {
      open++;
      measuredParts += partsOf[car] ?? 0;
    }

  const producer = await options.connect();
  const consumer = await options.connect();
  const beats = await options.connect();
  const heartbeat = startHeartbeat({ topics: beats, partitions: PARTITIONS, clock });
  const stop = new AbortController();
  const assigned = new AbortController();
  const results = await consumer.subscribe({
    group: `bench-${name}`,
    topics: [TOPICS.awaitingPrice, TOPICS.incomplete],
    from: 'latest',
    onAssigned: () => assigned.abort(),
  });
  // on a broker it takes a while, and nothing before it would be seen
  if (!assigned.signal.aborted) await sleep(clock, ASSIGNED_MS, assigned.signal);
  const start = clock.now() + LEAD_MS;
  let lastSeenAt = start + warmUpMs;
  const look = async (): Promise<void> => {
    while (!stop.signal.aborted && open > 0) {
      const records = await results.poll(POLL, stop.signal);
      const seenAt = clock.now();
      for (const { key } of records) {
        const car = carOf(String(key));
        if (!(car < cars) || !counts(car) || seenOf[car] === 1) continue;
        seenOf[car] = 1;
        open--;
        const latency = seenAt - start - (lastDue[car] ?? 0);
        if (isComplete(car)) {
          assembly.add(latency);
          lastSeenAt = seenAt;
        } else missing.add(latency);
      }
    }
  };
  const looking = look();
  looking.catch(() => undefined);
  try {
    say(`offers ${rate.toLocaleString('en')} parts/s`);
    const batchOf = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => parts.record(from + i));
    await Promise.race([
      openLoop(parts, start, clock, (from, to) => producer.produce(batchOf(from, to))),
      looking.then(() => new Promise<never>(() => undefined)),
    ]);
    say('all sent, waits for the last cars');
    await Promise.race([looking, sleep(clock, DRAIN_MS, stop.signal)]);
  } finally {
    stop.abort();
    await heartbeat.stop();
    await results.close();
    for (const topics of [beats, consumer, producer]) await topics.close();
  }
  await looking;

  const achieved = measuredParts / ((lastSeenAt - start - warmUpMs) / 1_000);
  const offered = measuredParts / (((parts.due[parts.count - 1] ?? 0) - warmUpMs) / 1_000);
  const notes: string[] = [];
  if (open > 0)
    notes.push(`${open} of ${cars} cars were not out ${DRAIN_MS / 1_000} s after the last part was due`);
  if (open > 0 || achieved < SUSTAINED * offered)
    notes.push('NOT SUSTAINED: the backlog grew, and the latencies with it for as long as it lasted');
  return {
    figures: {
      offeredPerSecond: offered,
      achievedPerSecond: Math.min(achieved, offered),
      ...quantiles(assembly, ['assemblyP50Ms', 'assemblyP99Ms', 'assemblyP999Ms']),
      ...quantiles(missing, ['missingP50Ms', 'missingP99Ms', 'missingP999Ms']),
    },
    notes,
  };
}

function quantiles(histogram: LatencyHistogram, names: readonly (keyof Figures)[]): Figures {
  if (histogram.count() === 0) return {};
  return Object.fromEntries(names.map((name, i) => [name, histogram.quantile([0.5, 0.99, 0.999][i] ?? 1)]));
}
