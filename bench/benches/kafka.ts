import { join } from 'node:path';
import { systemClock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { prefixedTopics } from '../../packages/ksqlite/test/topics/kafka/prefixed-topics.ts';
import { chooseLineTopics, kafkaOnly } from '../../src/line/topics/chosen-topics.ts';
import { LINE_TOPICS } from '../../src/line/topics/line-topics.ts';
import type { Bench, Env, Round, Scale } from '../bench.ts';
import { migrateServer } from '../line/migrate-server.ts';
import { applyTopology, openFolder } from '../line/open-line.ts';
import { measureCars } from '../load/measure-cars.ts';
import { measureLatency } from '../load/measure-latency.ts';
import { measurePricing } from '../load/measure-pricing.ts';
import { measureWaiting } from '../load/measure-waiting.ts';
import { carsIn, packParts } from '../load/packed-parts.ts';
import type { Figures } from '../results/figures.ts';
import type { Sample } from '../results/result.ts';
import { CARS } from './assembly.ts';

interface Plan {
  readonly pricingSeconds: number;
  readonly burstCars: number;
  readonly rates: readonly number[];
  readonly warmUpSeconds: number;
  readonly seconds: number;
}
const PLANS: Readonly<Record<Scale, Plan>> = {
  full: { pricingSeconds: 15, burstCars: 10_000, rates: [500, 2_000], warmUpSeconds: 10, seconds: 15 },
  quick: { pricingSeconds: 3, burstCars: 1_000, rates: [200], warmUpSeconds: 5, seconds: 5 },
  tiny: { pricingSeconds: 1, burstCars: 100, rates: [100], warmUpSeconds: 1, seconds: 1 },
};
const SLOTS = 5;
const DELAYS = [
  { name: 'no delay', delayMs: { min: 0, max: 0 } },
  { name: '0–80 ms', delayMs: { min: 0, max: 80 } },
];

/** What a side is: topics to connect to, with the line's statements over them. */
interface Side {
  readonly name: 'ksqlDB' | 'embedded';
  readonly connect: () => Topics | Promise<Topics>;
}

/**
 * The sidecar on a broker, under topic names of its own; with a ksqlDB, which has to be there for this alone, the same
 * waiting cars, bursts and rates on it and on the embedded engine.
 */
export const kafka: Bench = {
  about: 'the sidecar on KAFKA_BOOTSTRAP; with KSQLDB_URL, ksqlDB and the embedded engine side by side',
  columns: [
    'utilisation',
    'lookupsPerSecond',
    'carsPerSecond',
    'partsPerSecond',
    'achievedPerSecond',
    'assemblyP50Ms',
    'assemblyP99Ms',
    'missingP50Ms',
    'missingP99Ms',
    'speedRatio',
    'latencyRatio',
  ],
  rounds: 1,
  warmUp: false,
  skip: (env) => (env.KAFKA_BOOTSTRAP ? undefined : 'KAFKA_BOOTSTRAP is not set'),
  run: async (round) => [...(await sidecarOnKafka(round)), ...(await sideBySide(round))],
};

const connectTo = (env: Env) => kafkaOnly(chooseLineTopics, env, 'bench').connect;

async function sidecarOnKafka({ env, scale, say }: Round): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { name, delayMs } of DELAYS) {
    const topics = prefixedTopics(await connectTo(env)(), `bench-${Date.now()}-`);
    try {
      await topics.create(LINE_TOPICS);
      const seconds = PLANS[scale].pricingSeconds;
      const options = { topics, slots: SLOTS, delayMs, seconds, clock: systemClock, say };
      samples.push({
        case: `sidecar on Kafka, ${SLOTS} slots, ${name}`,
        figures: await measurePricing(options),
      });
    } finally {
      await topics.close();
    }
  }
  return samples;
}

async function sideBySide(round: Round): Promise<readonly Sample[]> {
  const { env, folder, say, scale } = round;
  if (!env.KSQLDB_URL) return [];
  const connect = connectTo(env);
  const topics = await connect();
  await topics.create(LINE_TOPICS);
  const held = (await topics.ranges('rccar-body'))?.some(({ end }) => end > 0) ?? false;
  await topics.close();
  if (held && env.BENCH_KSQLDB !== 'again')
    throw new Error(
      'the line’s topics on this broker hold records: give the bench a broker and a ksqlDB of its own, or set BENCH_KSQLDB=again if they are',
    );
  // first, while the server has no queries: 25 of them keep its threads busy even when nothing comes
  const opened = await openFolder(join(folder, 'beside'), true);
  await applyTopology(opened);
  await opened.connectTopics().create(LINE_TOPICS);
  const here = await measureSide(round, { name: 'embedded', connect: () => opened.connectTopics() });
  await opened.close();
  say('ksql:migrate');
  await migrateServer(env);
  const server = await measureSide(round, { name: 'ksqlDB', connect });
  const waiting = await measureWaiting(round, connect);
  const title = `${CARS[scale].toLocaleString('en')} cars waiting`;
  const pairs = [
    [
      named('ksqlDB', title, { partsPerSecond: waiting.ksqlDB }, waiting.notes),
      named('embedded', title, { partsPerSecond: waiting.embedded }),
    ] as const,
    ...server.map((sample, i) => [sample, here[i]] as const),
  ];
  return pairs.flatMap(([there, own]) => (own === undefined ? [there] : [there, own, ratio(own, there)]));
}

const named = (side: Side['name'], title: string, figures: Figures, notes?: readonly string[]): Sample => ({
  case: `${title}: ${side}`,
  figures,
  ...(notes === undefined ? {} : { notes }),
});

async function measureSide({ scale, say }: Round, { name, connect }: Side): Promise<readonly Sample[]> {
  const { burstCars, rates, warmUpSeconds, seconds } = PLANS[scale];
  const id = Date.now().toString(36);
  const burst = (seed: string): Promise<number> => {
    const parts = packParts({ cars: burstCars, rate: 'max', missing: 0, seed: `${seed}${id}` });
    return measureCars({ connect, parts, clock: systemClock });
  };
  const title = `burst of ${burstCars.toLocaleString('en')} cars`;
  say(`${name}: a burst to warm up`);
  await burst('warm');
  say(`${name}: a ${title}`);
  const samples: Sample[] = [named(name, title, { partsPerSecond: await burst('burst') })];
  for (const rate of rates) {
    const missing = 0.1;
    const cars = carsIn(warmUpSeconds + seconds, rate, missing);
    const { figures, notes } = await measureLatency({
      connect,
      parts: packParts({ cars, rate, missing, seed: `at${rate}x${id}` }),
      rate,
      warmUpMs: warmUpSeconds * 1_000,
      clock: systemClock,
      name: `${rate}-${id}`,
      say: (text) => say(`${name}: ${text}`),
    });
    samples.push(named(name, `${rate} parts/s`, figures, notes));
  }
  return samples;
}

/** The embedded engine to the server: how many times as fast, and what share of its latency. */
function ratio(here: Sample, server: Sample): Sample {
  const of = (figure: keyof Figures): number | undefined => {
    const [a, b] = [here.figures[figure], server.figures[figure]];
    return a === undefined || b === undefined ? undefined : a / b;
  };
  const speedRatio = of('partsPerSecond');
  const latencyRatio = of('assemblyP50Ms');
  return {
    case: `${here.case.replace(': embedded', '')}: embedded to ksqlDB`,
    figures: {
      ...(speedRatio === undefined ? {} : { speedRatio }),
      ...(latencyRatio === undefined ? {} : { latencyRatio }),
    },
  };
}
