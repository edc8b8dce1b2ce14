import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import { partsACar } from '../load/packed-parts.ts';
import { median } from '../measure/statistics.ts';
import type { GrowingLineArgument, GrowingLineOrder, Grown, Outcomes } from '../processes/growing-line.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Figures } from '../results/figures.ts';
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
const RETENTION_MS = 30_000;
const MISSING = 0.05;
/** The last million and a second one are fed in so many pieces, in turns. */
const TURNS = 10;

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
 * One line that is fed without a pause. A machine's speed moves in the minutes that lie between two of its millions: so
 * the last one is fed piece by piece, in turns with the second million of another line, which is new.
 */
async function grow({ scale, folder, millions = MILLIONS, say }: Round): Promise<readonly Sample[]> {
  const million = MILLION[scale];
  const partsPerSecond = Math.max(SLOWEST, million / SECONDS_A_MILLION);
  const options = { partsPerSecond, retentionMs: RETENTION_MS, missing: MISSING, cars: millions * million };
  const line = await startLine({ folder: join(folder, 'grows'), ...options });
  const samples: Sample[] = [];
  const note = (number: number, grown: readonly Grown[]): void => {
    const figures = figuresOf(grown, million);
    samples.push({ case: `${ordinal(number)} ${million.toLocaleString('en')}`, figures });
    say(
      `${(number * million).toLocaleString('en')} of ${(millions * million).toLocaleString('en')}: ${inWords(figures)}`,
    );
  };
  const inOneGo = millions < 3 ? millions : millions - 1;
  for (let number = 1; number <= inOneGo; number++) note(number, [await line.feed(million)]);
  if (inOneGo === millions) {
    await line.end();
    return samples;
  }
  say('another line begins');
  const young = await startLine({ folder: join(folder, 'begins'), ...options });
  await young.feed(million);
  say('both in turns');
  const [olds, youngs] = await inTurns(line, young, million / TURNS);
  note(millions, olds);
  await line.end();
  await young.end();
  const beside = figuresOf(youngs, million);
  const speedRatio = median(olds.map(({ seconds }, i) => (youngs[i]?.seconds ?? Number.NaN) / seconds));
  return [
    ...samples,
    { case: 'a second beside the last', figures: beside },
    { case: 'last to that second', figures: { speedRatio } },
    ...lastToSecond(samples, olds),
  ];
}

interface Line {
  readonly feed: (parts: number) => Promise<Grown>;
  readonly end: () => Promise<void>;
}

async function startLine(argument: GrowingLineArgument): Promise<Line> {
  const running = startProcess<unknown>('./growing-line.ts', argument);
  const order = async (wanted: GrowingLineOrder): Promise<unknown> => {
    running.child.send(wanted);
    return await running.next();
  };
  await running.next();
  return {
    feed: async (feed) => (await order({ feed })) as Grown,
    end: async () => {
      const { parts, outcomes } = (await order({ end: true })) as Outcomes;
      await running.ended;
      const cars = parts / partsACar(MISSING);
      if (Math.abs(outcomes - cars) > 0.03 * cars + 60)
        throw new Error(`${outcomes} outcomes of about ${Math.round(cars)} cars`);
    },
  };
}

/** One, the other, the other, the one: so many turns of each. */
async function inTurns(one: Line, other: Line, parts: number): Promise<readonly [Grown[], Grown[]]> {
  const [ofOne, ofOther]: [Grown[], Grown[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    if (turn % 2 === 0) ofOne.push(await one.feed(parts));
    ofOther.push(await other.feed(parts));
    if (turn % 2 === 1) ofOne.push(await one.feed(parts));
  }
  return [ofOne, ofOther];
}

function figuresOf(grown: readonly Grown[], parts: number): Figures {
  const sum = (of: (each: Grown) => number): number => grown.reduce((all, each) => all + of(each), 0);
  const seconds = sum((each) => each.seconds);
  const last = grown.at(-1);
  const written = grown.every((each) => each.bytesWritten !== undefined);
  return {
    partsPerSecond: parts / seconds,
    cpuMsPer1000: (sum((each) => each.cpuSeconds) * 1e6) / parts,
    peakRssMb: Math.max(...grown.map((each) => each.peakRssMb)),
    gcShare: sum((each) => each.gcShare * each.seconds) / seconds,
    ...(last === undefined ? {} : { rssMb: last.rssMb, diskMb: last.diskBytes / MB }),
    ...(written ? { bytesPerPart: sum((each) => each.bytesWritten ?? 0) / parts } : {}),
  };
}

/** The first one compiles the code and fills windows and caches: the second is what the others are held to. */
function lastToSecond(samples: readonly Sample[], last: readonly Grown[]): readonly Sample[] {
  const ratio = (figure: keyof Figures): number =>
    (samples.at(-1)?.figures[figure] ?? Number.NaN) / (samples[1]?.figures[figure] ?? Number.NaN);
  return [
    {
      case: 'last to its own second',
      figures: {
        speedRatio: ratio('partsPerSecond'),
        rssRatio: ratio('rssMb'),
        diskRatio: ratio('diskMb'),
        peakRssMb: Math.max(...last.map(({ mostRssMb }) => mostRssMb)),
      },
    },
  ];
}

const inWords = ({ partsPerSecond = 0, rssMb = 0, diskMb = 0 }: Figures): string =>
  `${Math.round(partsPerSecond).toLocaleString('en')} parts/s, ${Math.round(rssMb)} MB, ${Math.round(diskMb).toLocaleString('en')} MB on disk`;

const ordinal = (n: number): string => `${n}${['st', 'nd', 'rd'][n - 1] ?? 'th'}`;
