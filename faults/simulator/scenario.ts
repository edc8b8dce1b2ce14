import type { DiskFaults, MemoryLimits } from 'ksqlite/testing';
import { type PartTopic, TOPICS } from '../../src/contracts/topic-names.ts';
import { planCar } from '../../src/producer/generator/car-plan.ts';
import { PLACES, partRecord } from '../../src/producer/generator/part-record.ts';
import { type Random, seededRandom } from '../random.ts';

/**
 * How the records' times relate to the order in which they come, and so what can be promised:
 * `ordered`: none is older than one before it: every outcome is exact, to the millisecond.
 * `jittered`: out of order by less than half a second: exact but for parts that near the limit.
 * `wild`: anything, a clock set back between two starts included: every part comes out once, every car has one outcome.
 */
export type Order = 'ordered' | 'jittered' | 'wild';

export interface SimulatedRecord {
  /** ms after the start: when it is sent */
  readonly at: number;
  /** ms after the start: the time it says */
  readonly timestamp: number;
  readonly topic: PartTopic;
  readonly key: string | null;
  readonly value: string | null;
}

/** What the price API does with an id. */
export type PriceBehaviour =
  | 'answers'
  | 'fails-once'
  | 'fails-twice'
  | 'always-fails'
  | 'hangs'
  | 'hangs-once';

/** What a run attacks: the whole line, the part catalogue, or other statements in the middle of a backlog. */
export const SCENARIO_KINDS = ['line', 'catalogue', 'tied', 'burst'] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];

export const scenarioKind = (name: string | undefined): ScenarioKind | undefined =>
  SCENARIO_KINDS.find((kind) => kind === name);

export interface Scenario {
  readonly seed: number;
  readonly kind: ScenarioKind;
  readonly order: Order;
  readonly records: readonly SimulatedRecord[];
  /** The producer stamps records with the moment of sending, or they say their own times. */
  readonly stamped: boolean;
  readonly behaviour: ReadonlyMap<string, PriceBehaviour>;
  /** When nobody is there to ask for prices; ms after the start. */
  readonly outage: { readonly from: number; readonly to: number } | undefined;
  readonly disk: DiskFaults;
  /** deaths and stops at most; each needs another start */
  readonly ends: number;
  /** that a step of the event loop is the last one of its process */
  readonly deathAtStep: number;
  readonly cleanStops: boolean;
  readonly heartbeatMs: number;
  /** of every topic: fewer make more runs a second */
  readonly partitions: number;
  readonly segmentBytes: number;
  /**
   * Of all topics but those that the outcomes are judged by; undefined: nothing is past it in a run. With it the
   * statements' windows are of seconds: what they hold keeps segments.
   */
  readonly retentionMs: number | undefined;
  /** How long heartbeats continue behind the last record: in that time old segments are deleted. ms */
  readonly quietMs: number;
  /** See TopicLogOptions: how soon stores are written whole. */
  readonly snapshotBytes: number | undefined;
  /** What stays in memory, where that is less than usual. */
  readonly limits: Partial<MemoryLimits>;
  /** Whether the run is compared with a rebuild and an unkilled one at its end, which takes as long as the run. */
  readonly rebuild: boolean;
  /** Whether each start plans the statements again, which is most of its time, or takes what an earlier one made. */
  readonly plansAnew: boolean;
  readonly cycleRecords: number;
  readonly maxCars: number;
  readonly pollSize: number;
}

const CAR_MS = 5_000;
/** No run fills it. */
const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Of the runs that may, which are half of all. */
const CLEANED_SHARE = 0.4;

/**
 * Everything of a run that is decided beforehand. The same seed is the same scenario.
 *
 * @param only what is attacked; undefined: as the seed says
 */
export function scenarioOf(seed: number, only?: ScenarioKind): Scenario {
  const random = seededRandom(seed);
  const order = random.oneOf<Order>(['ordered', 'ordered', 'ordered', 'jittered', 'wild']);
  const stamped = order === 'ordered' && random.chance(0.4);
  const kind = only ?? kindOf(random);
  const skus = Array.from({ length: random.int(1, 4) }, (_, i) => `car-${seed}-${i}`);
  const cleaned = cleanedLog(random.fork(11));
  const isCleaned = cleaned !== undefined && kind === 'line' && order !== 'wild' && !stamped;
  const records = inOrder(
    skus.flatMap((sku, i) => delayed(carRecords(sku, random), isCleaned ? i * cleaned.apartMs : 0)),
    order,
    random,
  );
  const small = smallLog(random.fork(10));
  const forgets = kind === 'burst' || random.fork(12).chance(1 / 4);
  return {
    seed,
    kind,
    order,
    stamped,
    records,
    behaviour: behaviours(skus, random),
    outage: random.chance(0.2) ? outage(random) : undefined,
    disk: {
      failure: random.chance(0.3) ? random.oneOf([0.01, 0.05]) : 0,
      deathAtWrite: random.chance(0.6) ? random.oneOf([0.02, 0.1, 0.3]) : 0,
      slowestMs: random.oneOf([2, 20, 400]),
    },
    ends: random.int(0, 3),
    deathAtStep: random.oneOf([0, 0.002, 0.01]),
    cleanStops: random.chance(0.3),
    heartbeatMs: random.oneOf([2_500, 5_000]),
    partitions: random.oneOf([1, 1, 1, 1, 1, 2, 4]),
    segmentBytes: random.oneOf([64, 20_000, 20_000, SEGMENT_BYTES, SEGMENT_BYTES, SEGMENT_BYTES]),
    rebuild: random.chance(0.4),
    plansAnew: random.chance(0.04),
    cycleRecords: random.oneOf([1, 7, 50, 500]),
    maxCars: random.oneOf([1, 2, 1_000]),
    pollSize: random.oneOf([1, 100]),
    retentionMs: undefined,
    quietMs: 0,
    ...small,
    ...(isCleaned ? cleaned.log : {}),
    ...(forgets ? { limits: smallMemory(random.fork(14)) } : {}),
  };
}

function kindOf(random: Random): ScenarioKind {
  if (random.fork(9).chance(0.1)) return 'tied';
  if (random.fork(13).chance(0.1)) return 'burst';
  return random.fork(15).chance(0.06) ? 'catalogue' : 'line';
}

/**
 * One run in five deletes segments while it runs; undefined: this is none of them. Cars come one after the other, so
 * that what the first of them left behind goes while the next ones are under way. Clocks that are set, or stamp parts
 * while the process sleeps, would tear cars apart whose windows are of seconds.
 */
function cleanedLog(random: Random):
  | {
      /** between the first parts of two cars. ms */
      readonly apartMs: number;
      readonly log: Partial<Scenario>;
    }
  | undefined {
  if (!random.chance(CLEANED_SHARE)) return undefined;
  return {
    apartMs: random.oneOf([0, 30_000, 60_000]),
    log: {
      segmentBytes: random.int(2_000, 20_000),
      snapshotBytes: random.oneOf([0, 100, 2_000]),
      limits: { recentBytes: random.oneOf([0, 5_000]) },
      // less, and more, than what windows hold
      retentionMs: random.oneOf([0, 1_000, 60_000]),
      quietMs: random.oneOf([60_000, 100_000]),
    },
  };
}

const delayed = (records: readonly SimulatedRecord[], byMs: number): readonly SimulatedRecord[] =>
  records.map((record) => ({ ...record, at: record.at + byMs, timestamp: record.timestamp + byMs }));

/** A third of the logs has segments of a few commits, snapshots of nearly every change, and reads nearly all from disk. */
function smallLog(
  random: Random,
): Partial<Pick<Scenario, 'segmentBytes'>> & Pick<Scenario, 'snapshotBytes' | 'limits'> {
  if (!random.chance(1 / 3)) return { snapshotBytes: undefined, limits: {} };
  return {
    segmentBytes: random.int(2_000, 20_000),
    snapshotBytes: random.oneOf([0, 100, 2_000]),
    limits: { recentBytes: random.oneOf([0, 5_000]) },
  };
}

/**
 * Next to nothing is kept in memory of what can be read again: what a line of four cars leaves out then, a real one leaves
 * out in a burst of ten thousand.
 */
function smallMemory(random: Random): MemoryLimits {
  return {
    unreadRecords: random.oneOf([1, 4, 20]),
    trimmedRecords: random.oneOf([1, 4]),
    decodedBatches: random.oneOf([1, 3]),
    loadedBytes: random.oneOf([0, 500]),
    batches: random.oneOf([0, 100]),
    sparseIndexes: random.oneOf([1, 4]),
    indexIntervals: random.oneOf([2, 8]),
    segmentHeaders: random.oneOf([2, 16]),
    stateSections: random.oneOf([10, 100]),
    sessions: random.oneOf([0, 12]),
    unmatchedRecords: random.oneOf([0, 1, 5]),
    settledRecords: random.oneOf([1, 4]),
    mostSettledRecords: random.oneOf([1, 8]),
    recentBytes: random.oneOf([0, 5_000]),
  };
}

/** One car's deliveries, times counted from the start. */
function carRecords(sku: string, random: Random): readonly SimulatedRecord[] {
  const start = random.int(0, 3_000);
  const kind = random.oneOf(['complete', 'complete', 'missing', 'late', 'doubled', 'surplus'] as const);
  const spreadMs = random.oneOf([0.5, 300, 900, 4_900]);
  const limit = random.chance(0.3) ? CAR_MS + random.int(-1, 2) : undefined;
  const deliveries = planCar(kind, random.int(0, 40), spreadMs, random.next);
  const colours = random.fork(1);
  const parts = deliveries.map(({ place, second, after }, i): SimulatedRecord => {
    // the last part at the very limit of its car
    const at = start + Math.floor(limit !== undefined && i === deliveries.length - 1 ? limit : after);
    const id = `${sku}/${place}${second ? '-2' : ''}`;
    // from car and place alone: a part delivered twice is the same part
    const { topic, value } = partRecord(sku, place, id, colours.fork(PLACES.indexOf(place)).next);
    return { at, timestamp: at, topic, key: sku, value };
  });
  const again = random.chance(0.2) ? [{ ...random.oneOf(parts), at: start + random.int(5_000, 9_000) }] : [];
  const doubled = again.map((record) => ({ ...record, timestamp: record.at }));
  return [...parts, ...doubled, ...(random.chance(0.2) ? [unreadable(sku, start, random)] : [])];
}

const UNREADABLE: readonly (readonly [string | null, string | null])[] = [
  [null, '{"id":"no-key"}'],
  ['', '{"id":"empty-key"}'],
  ['sku', null],
  ['sku', ''],
  ['sku', '{"part": {'],
  ['sku', '[1]'],
  ['sku', 'null'],
  ['sku', '{}'],
  ['sku', '{"id":null}'],
  ['sku', '{"id":"","placement":"FRONT_LEFT"}'],
  ['sku', '{"part":7,"id":"x"}'],
];

function unreadable(sku: string, start: number, random: Random): SimulatedRecord {
  const [key, value] = random.oneOf(UNREADABLE);
  const at = start + random.int(0, 6_000);
  const topic = random.oneOf([TOPICS.body, TOPICS.engine, TOPICS.remoteControl, TOPICS.wheel]);
  return { at, timestamp: at, topic, key: key === 'sku' ? sku : key, value };
}

function inOrder(records: readonly SimulatedRecord[], order: Order, random: Random): SimulatedRecord[] {
  // equal times: many records share a tick of the clock
  const tick = order === 'jittered' ? 1 : random.oneOf([1, 1, 10, 500]);
  const spread = { ordered: 0, jittered: 200, wild: random.oneOf([1_000, 20_000, 120_000]) }[order];
  const timed = records.map((record): SimulatedRecord => {
    const moved = spread === 0 ? 0 : random.int(-spread, spread);
    return { ...record, timestamp: record.timestamp - (record.timestamp % tick) + moved };
  });
  const sorted = timed.sort((a, b) => (order === 'ordered' ? a.timestamp - b.timestamp : 0) || a.at - b.at);
  const distinct = order === 'ordered' && random.chance(0.6);
  let at = 0;
  let last = -1;
  return sorted.map((record) => {
    last = distinct ? Math.max(last + 1, record.timestamp) : record.timestamp;
    at = Math.max(at, record.at, order === 'ordered' ? last : 0);
    return { ...record, at, timestamp: last };
  });
}

function outage(random: Random): Scenario['outage'] {
  const from = random.int(0, 8_000);
  return { from, to: from + random.int(500, 30_000) };
}

function behaviours(skus: readonly string[], random: Random): ReadonlyMap<string, PriceBehaviour> {
  const rare = random.oneOf<number>([0, 0.05, 0.3]);
  // what hangs holds slots, so that others may run out of time: then nothing can be said of them
  const bad = random.oneOf<readonly PriceBehaviour[]>([
    ['fails-once', 'fails-twice', 'always-fails'],
    ['fails-once', 'always-fails', 'hangs', 'hangs-once'],
  ]);
  return new Map(
    skus.flatMap((sku) =>
      PLACES.map((place): [string, PriceBehaviour] => [
        `${sku}/${place}`,
        random.chance(rare) ? random.oneOf(bad) : 'answers',
      ]),
    ),
  );
}
