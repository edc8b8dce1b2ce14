import type { TopicRecord } from 'ksqlite/topics';
import type { Situation } from '../../contracts/rc-car.ts';
import { HEARTBEAT_PREFIX, PART_TOPICS, TOPICS } from '../../contracts/topic-names.ts';
import { carRegistry } from './car-registry.ts';
import { conservation } from './conservation.ts';
import { deadLetters } from './dead-letters.ts';
import { doubles } from './doubles.ts';
import { latencies } from './latencies.ts';
import type { LatencyHistogram } from './latency-histogram.ts';
import type { Conservation, LedgerSummary, Quantiles } from './ledger-summary.ts';
import { partIn, partOut } from './open-car.ts';
import { outcomeOf } from './outcome-record.ts';
import { partIdOf } from './part-id.ts';

export interface LedgerOptions {
  /** true for a record of a part topic that can't be read: it must become a dead letter */
  readonly unreadable: (record: TopicRecord) => boolean;
  /** settled cars are forgotten after so much stream time; default 20 minutes */
  readonly rememberMs?: number;
  /** … or when this many newer ones are settled; default 500,000 */
  readonly rememberCars?: number;
}

/** Keeps account of every part and every car: what went in, what came out, what came out twice. */
export interface Ledger {
  /**
   * Notes a record of a part topic, of `rccar-awaiting-price`, `-completed`, `-incomplete` or `-dead-letter`: those of
   * a partition in order, those of different ones in any. Records of other topics are ignored.
   *
   * @param seenAt ms since the epoch; left out for a record that was there before, which says nothing about latency
   */
  observe(record: TopicRecord, seenAt?: number): void;
  /** True when all that went in so far came out. */
  settled(): boolean;
  /** The figures; cheap at any time. */
  summary(): LedgerSummary;
  /** Whether it all adds up, with the first `max` names where not; goes through all open cars. */
  conservation(max: number): Conservation;
}

export function createLedger(options: LedgerOptions): Ledger {
  const cars = carRegistry(options.rememberMs ?? 1_200_000, options.rememberCars ?? 500_000);
  const letters = deadLetters((topic) => PART_TOPIC_NAMES.has(topic));
  const partsTwice = doubles();
  const carsTwice = doubles();
  const times = latencies();
  const outcomes: Partial<Record<Situation, number>> = {};
  const count = { partsIn: 0, deliveries: 0, partsOut: 0 };
  let streamTime = 0;

  const observePart = (record: TopicRecord, sku: string | undefined): void => {
    if (record.timestamp > streamTime) {
      streamTime = record.timestamp;
      cars.advance(streamTime);
    }
    if (sku?.startsWith(HEARTBEAT_PREFIX)) return;
    const unreadable = sku === undefined || record.value === null || options.unreadable(record);
    const id = unreadable || record.value === null ? undefined : partIdOf(record.value);
    if (sku === undefined || id === undefined) {
      letters.unreadable(record);
      return;
    }
    count.deliveries += 1;
    const car = cars.forPart(sku, id, record.timestamp);
    if (car === undefined) return;
    if (partIn(car, id, record.timestamp)) count.partsIn += 1;
    times.measure(car);
    cars.changed(sku, car);
  };

  const observeAwaiting = (sku: string, seenAt: number | undefined): void => {
    const car = cars.forAssembly(sku);
    if (car === undefined) return;
    if (seenAt === undefined) car.measured = true;
    else car.awaitingSeenAt ??= seenAt;
    times.measure(car);
    cars.changed(sku, car);
  };

  const observeOutcome = (record: TopicRecord, sku: string, seenAt: number | undefined): void => {
    const outcome = outcomeOf(record.value);
    if (outcome === undefined) return;
    outcomes[outcome.situation] = (outcomes[outcome.situation] ?? 0) + 1;
    const main = outcome.situation !== 'INCOMPLETE';
    const car = cars.forOutcome(sku);
    for (const id of outcome.ids) {
      const time = partOut(car, id, main);
      if (time === 'once') count.partsOut += 1;
      if (time === 'twice') partsTwice.add(id);
    }
    if (main) {
      car.mains += 1;
      if (car.mains === 2) carsTwice.add(sku);
      car.situation ??= outcome.situation;
      car.mainSeenAt ??= seenAt;
    }
    times.measure(car);
    cars.changed(sku, car);
  };

  return {
    observe: (record, seenAt) => {
      const sku = record.key?.toString('utf8');
      if (PART_TOPIC_NAMES.has(record.topic)) observePart(record, sku);
      else if (record.topic === TOPICS.deadLetter) letters.letter(record);
      else if (sku === undefined || sku.startsWith(HEARTBEAT_PREFIX)) return;
      else if (record.topic === TOPICS.awaitingPrice) observeAwaiting(sku, seenAt);
      else if (record.topic === TOPICS.completed || record.topic === TOPICS.incomplete)
        observeOutcome(record, sku, seenAt);
    },
    settled: () => cars.open.size === 0 && letters.counts().without === 0,
    summary: () => ({
      ...count,
      openCars: cars.open.size,
      outcomes: { ...outcomes },
      deadLetters: letters.counts(),
      latencyMs: { assembly: quantiles(times.assembly), missing: quantiles(times.missing) },
    }),
    conservation: (max) => conservation(cars.open, partsTwice, carsTwice, letters, max),
  };
}

const PART_TOPIC_NAMES: ReadonlySet<string> = new Set(PART_TOPICS);

function quantiles(histogram: LatencyHistogram): Quantiles {
  return { p50: histogram.quantile(0.5) ?? null, p99: histogram.quantile(0.99) ?? null };
}
