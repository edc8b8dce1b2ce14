import type { TopicRecord } from 'ksqlite/topics';
import type { Situation } from '../../contracts/rc-car.ts';
import { HEARTBEAT_PREFIX, PART_TOPICS, TOPICS } from '../../contracts/topic-names.ts';
import { type CarRegistry, carRegistry } from './car-registry.ts';
import { conservation } from './conservation.ts';
import { deadLetters } from './dead-letters.ts';
import { doubles } from './doubles.ts';
import { latencies } from './latencies.ts';
import type { LatencyHistogram } from './latency-histogram.ts';
import type { Conservation, LedgerSummary, Quantiles } from './ledger-summary.ts';
import { partIn, partOut } from './open-car.ts';
import { carOf, eachSettled, savedCar, savedSettled } from './place/saved-cars.ts';
import { inPieces, type SavedPiece } from './place/saved-ledger.ts';
import { JSON_TEXTS, type RecordTexts } from './record-texts.ts';

export interface LedgerOptions {
  /** true for a record of a part topic that can't be read: it must become a dead letter */
  readonly unreadable: (record: TopicRecord) => boolean;
  /** how records are read; default: as JSON */
  readonly texts?: RecordTexts;
  /** settled cars are dropped after this much stream time; default 20 minutes */
  readonly rememberMs?: number;
  /** … or when this many newer ones are settled; default 500,000 */
  readonly rememberCars?: number;
}

/**
 * Keeps account of every part and every car: what went in, what came out, what came out twice.
 *
 * What must stay true: a part counts as in, and as out, once, however often its record is delivered; memory is bounded by
 * the open cars and by what `rememberMs` and `rememberCars` keep of the settled ones.
 */
export class Ledger {
  readonly #unreadable: LedgerOptions['unreadable'];
  readonly #texts: RecordTexts;
  readonly #cars: CarRegistry;
  readonly #letters = deadLetters((topic) => PART_TOPIC_NAMES.has(topic));
  readonly #partsTwice = doubles();
  readonly #carsTwice = doubles();
  readonly #times = latencies();
  readonly #outcomes: Partial<Record<Situation, number>> = {};
  readonly #count = { partsIn: 0, deliveries: 0, partsOut: 0 };
  #changes = 0;
  #streamTime = 0;

  constructor(options: LedgerOptions) {
    this.#unreadable = options.unreadable;
    this.#texts = options.texts ?? JSON_TEXTS;
    this.#cars = carRegistry(options.rememberMs ?? 1_200_000, options.rememberCars ?? 500_000);
  }

  /**
   * Notes a record of a part topic, of `rccar-awaiting-price`, `-completed`, `-incomplete` or `-dead-letter`: those of
   * a partition in order, those of different ones in any. Records of other topics are ignored.
   *
   * @param seenAt ms since the epoch; left out for a record that was there before, which says nothing about latency
   */
  observe(record: TopicRecord, seenAt?: number): void {
    const sku = record.key?.toString('utf8');
    if (PART_TOPIC_NAMES.has(record.topic)) this.#observePart(record, sku);
    else if (record.topic === TOPICS.deadLetter) {
      this.#changes += 1;
      this.#letters.letter(record);
    } else if (sku === undefined || sku.startsWith(HEARTBEAT_PREFIX)) return;
    else if (record.topic === TOPICS.awaitingPrice) this.#observeAwaiting(sku, seenAt);
    else if (record.topic === TOPICS.completed || record.topic === TOPICS.incomplete)
      this.#observeOutcome(record, sku, seenAt);
  }

  /** Records noted, heartbeats' not among them: where it is the same as before, so is all but the stream time. */
  get changes(): number {
    return this.#changes;
  }

  /**
   * All that it knows but the latencies, in pieces; nothing may be noted until the last one is taken. Another ledger takes
   * them in by `restore`, and then continues as this one would.
   */
  *saved(): Generator<SavedPiece> {
    const { open, settled } = this.#cars;
    yield {
      kind: 'totals',
      streamTime: this.#streamTime,
      count: { ...this.#count },
      outcomes: { ...this.#outcomes },
      letters: this.#letters.saved(),
      partsTwice: this.#partsTwice.saved(),
      carsTwice: this.#carsTwice.saved(),
      since: settled.since() ?? null,
    };
    for (const cars of inPieces(open))
      yield { kind: 'open', cars: cars.map(([sku, car]) => savedCar(sku, car)) };
    for (const [generation, entries] of settled.generations().entries())
      for (const cars of inPieces(entries)) yield { kind: 'settled', generation, cars: savedSettled(cars) };
  }

  /** Takes in a piece of what another one saved, before anything is noted. */
  restore(piece: SavedPiece): void {
    const { settled } = this.#cars;
    if (piece.kind === 'open') for (const car of piece.cars) this.#cars.restoreOpen(car[0], carOf(car));
    else if (piece.kind === 'settled')
      eachSettled(piece.cars, (sku, car) => settled.restore(piece.generation, sku, car));
    else {
      this.#streamTime = piece.streamTime;
      Object.assign(this.#count, piece.count);
      Object.assign(this.#outcomes, piece.outcomes);
      this.#letters.restore(piece.letters);
      this.#partsTwice.restore(piece.partsTwice);
      this.#carsTwice.restore(piece.carsTwice);
      if (piece.since !== null) settled.restoreSince(piece.since);
    }
  }

  /** True when all that went in so far came out. */
  settled(): boolean {
    return this.#cars.open.size === 0 && this.#letters.counts().without === 0;
  }

  /** The figures; cheap at any time. */
  summary(): LedgerSummary {
    return {
      ...this.#count,
      openCars: this.#cars.open.size,
      outcomes: { ...this.#outcomes },
      deadLetters: this.#letters.counts(),
      latencyMs: { assembly: quantiles(this.#times.assembly), missing: quantiles(this.#times.missing) },
    };
  }

  /**
   * How long the car has waited that waits longest for its price, of those that were seen to begin; undefined: none waits. Visits all
   * open cars.
   *
   * @param now ms since the epoch
   */
  longestWaitMs(now: number): number | undefined {
    let since: number | undefined;
    for (const { awaitingSeenAt, mains } of this.#cars.open.values())
      if (mains === 0 && awaitingSeenAt !== undefined && awaitingSeenAt < (since ?? Number.POSITIVE_INFINITY))
        since = awaitingSeenAt;
    return since === undefined ? undefined : Math.max(0, now - since);
  }

  /** Whether it all adds up, with the first `max` names where not; visits all open cars. */
  conservation(max: number): Conservation {
    return conservation(this.#cars.open, this.#partsTwice, this.#carsTwice, this.#letters, max);
  }

  #observePart(record: TopicRecord, sku: string | undefined): void {
    if (record.timestamp > this.#streamTime) {
      this.#streamTime = record.timestamp;
      this.#cars.advance(this.#streamTime);
    }
    if (sku?.startsWith(HEARTBEAT_PREFIX)) return;
    this.#changes += 1;
    const unreadable = sku === undefined || record.value === null || this.#unreadable(record);
    const id = unreadable ? undefined : this.#texts.partId(record);
    if (sku === undefined || id === undefined) {
      this.#letters.unreadable(record);
      return;
    }
    this.#count.deliveries += 1;
    const car = this.#cars.forPart(sku, id, record.timestamp);
    if (car === undefined) return;
    if (partIn(car, id, record.timestamp)) this.#count.partsIn += 1;
    this.#times.measure(car);
    this.#cars.changed(sku, car);
  }

  #observeAwaiting(sku: string, seenAt: number | undefined): void {
    this.#changes += 1;
    const car = this.#cars.forAssembly(sku);
    if (car === undefined) return;
    if (seenAt === undefined) car.measured = true;
    else car.awaitingSeenAt ??= seenAt;
    this.#times.measure(car);
    this.#cars.changed(sku, car);
  }

  #observeOutcome(record: TopicRecord, sku: string, seenAt: number | undefined): void {
    const outcome = this.#texts.outcome(record);
    if (outcome === undefined) return;
    this.#changes += 1;
    this.#outcomes[outcome.situation] = (this.#outcomes[outcome.situation] ?? 0) + 1;
    const main = outcome.situation !== 'INCOMPLETE';
    const car = this.#cars.forOutcome(sku);
    for (const id of outcome.ids) {
      const time = partOut(car, id, main);
      if (time === 'once') this.#count.partsOut += 1;
      if (time === 'twice') this.#partsTwice.add(id);
    }
    if (main) {
      car.mains += 1;
      if (car.mains === 2) this.#carsTwice.add(sku);
      car.situation ??= outcome.situation;
      car.mainSeenAt ??= seenAt;
    }
    this.#times.measure(car);
    this.#cars.changed(sku, car);
  }
}

const PART_TOPIC_NAMES: ReadonlySet<string> = new Set(PART_TOPICS);

function quantiles(histogram: LatencyHistogram): Quantiles {
  return { p50: histogram.quantile(0.5) ?? null, p99: histogram.quantile(0.99) ?? null };
}
