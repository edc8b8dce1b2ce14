import { join } from 'node:path';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import type { DataFolder } from '../../src/line/data-folder.ts';
import type { OutgoingRecord, Topics } from '../../src/topics/port.ts';
import type { Bench, Round, Scale } from '../bench.ts';
import { applyTopology, committed, drained, openFolder } from '../line/open-line.ts';
import {
  ALL_CLOSED_MS,
  createPartTopics,
  inBatches,
  timedHeartbeats,
  timedParts,
} from '../line/waiting-parts.ts';
import { produceAll } from '../load/produce-all.ts';
import { folderBytes } from '../measure/folder-bytes.ts';
import { mostResidentMb, residentMb } from '../measure/resident-memory.ts';
import { measureUsage } from '../measure/usage.ts';
import type { Sample } from '../results/result.ts';

const MB = 2 ** 20;
const MILLIONS = 10;
const MILLION: Readonly<Record<Scale, number>> = { full: 1_000_000, quick: 100_000, tiny: 500 };
/**
 * A million parts are so much event time. The longest window keeps state for half an hour: the first million fills the
 * windows, those behind it replace what is in them.
 */
const SECONDS_A_MILLION = 2_000;
/** Parts of one car must lie within five seconds. */
const SLOWEST = 50;
/** Of the clock: what is older is deleted while the line runs. */
const RETENTION_MS = 30_000;
const MISSING = 0.05;
const BATCH = 1_000;
const BEAT_MS = 1_000;

/** Does what the line has seen make it slower or larger? */
export const growth: Bench = {
  about:
    'speed, memory and folder of each of ten successive millions of parts (--millions n; --quick: of 100,000)',
  columns: [
    'partsPerSecond',
    'cpuMsPer1000',
    'rssMb',
    'peakRssMb',
    'diskMb',
    'bytesPerPart',
    'gcShare',
    'speedRatio',
    'rssRatio',
    'diskRatio',
  ],
  rounds: 1,
  warmUp: false,
  run: grow,
};

/**
 * One line that is fed without a pause, parts made as they are sent, their timestamps going on at a pace of their own so
 * that windows close and expire. Nothing of the bench grows with them: outcomes are counted by offsets.
 */
async function grow({ scale, folder, millions = MILLIONS, say }: Round): Promise<readonly Sample[]> {
  const million = MILLION[scale];
  const data = join(folder, 'grows');
  const opened = openFolder(data, true, RETENTION_MS);
  const topics = opened.topics.connect();
  await createPartTopics(topics);
  await applyTopology(opened);
  const start = Date.now();
  const wanted = millions * million;
  const partsPerSecond = Math.max(SLOWEST, million / SECONDS_A_MILLION);
  // more cars than can be needed: the parts are cut off where the last million ends
  const parts = timedParts({
    cars: wanted,
    missing: MISSING,
    partsPerSecond,
    start,
    seed: 'bench',
  });
  const batches = inBatches(parts, Math.min(BATCH, million));
  const samples: Sample[] = [];
  for (let number = 1; number <= millions; number++) {
    const usage = measureUsage();
    const writtenBefore = opened.engine.log.written().bytes;
    await produceAll(topics, take(batches, million));
    await drained(opened);
    const { seconds, cpuSeconds, gcShare, peakRssMb, bytesWritten } = usage.stop();
    const figures = {
      partsPerSecond: million / seconds,
      cpuMsPer1000: (cpuSeconds * 1e6) / million,
      rssMb: residentMb(),
      peakRssMb,
      diskMb: folderBytes(data) / MB,
      bytesPerPart: (bytesWritten ?? opened.engine.log.written().bytes - writtenBefore) / million,
      gcShare,
    };
    samples.push({ case: `${ordinal(number)} ${million.toLocaleString('en')}`, figures });
    say(
      `${(number * million).toLocaleString('en')} of ${wanted.toLocaleString('en')}: ${Math.round(figures.partsPerSecond).toLocaleString('en')} parts/s, ${Math.round(figures.rssMb)} MB, ${Math.round(figures.diskMb).toLocaleString('en')} MB on disk`,
    );
  }
  await checkOutcomes(opened, topics, start + (wanted * 1_000) / partsPerSecond, wanted);
  await opened.close();
  return [...samples, ...lastToSecond(samples)];
}

/** The next batches, until they are so many records. */
function* take(batches: Iterator<OutgoingRecord[]>, count: number): Generator<OutgoingRecord[], void> {
  for (let taken = 0; taken < count; ) {
    const next = batches.next();
    if (next.done === true) throw new Error('too few parts');
    taken += next.value.length;
    yield next.value;
  }
}

/** Heartbeats close what is open; then there is about one outcome a car. */
async function checkOutcomes(opened: DataFolder, topics: Topics, end: number, parts: number): Promise<void> {
  await topics.produce([...timedHeartbeats(end, end + ALL_CLOSED_MS, BEAT_MS)]);
  await drained(opened);
  const outcomes = committed(opened, TOPICS.awaitingPrice) + committed(opened, TOPICS.incomplete);
  const cars = parts / (7 - 3.5 * MISSING);
  if (Math.abs(outcomes - cars) > 0.03 * cars + 60)
    throw new Error(`${outcomes} outcomes of about ${Math.round(cars)} cars`);
}

/** The first one compiles the code and fills windows and caches: the second is what the others are held to. */
function lastToSecond(samples: readonly Sample[]): readonly Sample[] {
  const second = samples[1]?.figures;
  const last = samples.at(-1)?.figures;
  if (samples.length < 3 || second === undefined || last === undefined) return [];
  const ratio = (a = Number.NaN, b = Number.NaN): number => a / b;
  return [
    {
      case: 'last to second',
      figures: {
        speedRatio: ratio(last.partsPerSecond, second.partsPerSecond),
        rssRatio: ratio(last.rssMb, second.rssMb),
        diskRatio: ratio(last.diskMb, second.diskMb),
        peakRssMb: mostResidentMb(),
      },
    },
  ];
}

const ordinal = (n: number): string => `${n}${['st', 'nd', 'rd'][n - 1] ?? 'th'}`;
