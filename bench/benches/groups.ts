import { engineOf, memoryDisk, openOnDisk } from 'ksqlite/testing';
import type { Bench, Round, Scale } from '../bench.ts';
import { inBatches } from '../line/waiting-parts.ts';
import { type Cost, costFigures, costOf, NOTHING } from '../operators/cost.ts';
import { append, CHUNK, cycles, START } from '../operators/run-statement.ts';
import type { Sample } from '../results/result.ts';

/** Sizes of the group that are reported, the largest one last. */
const SIZES: Readonly<Record<Scale, readonly number[]>> = {
  full: [200, 2_000, 20_000],
  quick: [200, 2_000],
  tiny: [20, 40],
};
/** What is reported of a size is that of the last records before it: this share of them. */
const LAST = 0.5;

/** What is selected is one number: how long the results are is another matter. */
const AGGREGATES = {
  COUNT_DISTINCT: 'COUNT_DISTINCT(v)',
  COLLECT_LIST: 'ARRAY_LENGTH(COLLECT_LIST(v))',
  COLLECT_SET: 'ARRAY_LENGTH(COLLECT_SET(v))',
  HISTOGRAM: 'ARRAY_LENGTH(MAP_KEYS(HISTOGRAM(CAST(v AS STRING))))',
  TOPKDISTINCT: 'ARRAY_LENGTH(TOPKDISTINCT(v, 1000))',
} as const;
const WINDOWS = { 'no window': '', 'tumbling window': 'WINDOW TUMBLING (SIZE 1 DAY)' } as const;

/** Does a group that has grown make its records dearer? */
export const groups: Bench = {
  about: 'one group that grows, by aggregate: bytes of state a record writes, records/s; in memory',
  columns: ['stateBytesPerRecord', 'recordsPerSecond'],
  rounds: 1,
  warmUp: false,
  run: async ({ scale, say }: Round) => {
    const samples: Sample[] = [];
    for (const [window, clause] of Object.entries(WINDOWS))
      for (const [name, select] of Object.entries(AGGREGATES)) {
        say(`${name}, ${window}`);
        samples.push(...(await grow(`${name}, ${window}`, select, clause, SIZES[scale])));
      }
    return samples;
  },
};

async function grow(
  name: string,
  select: string,
  window: string,
  sizes: readonly number[],
): Promise<Sample[]> {
  const database = openOnDisk(memoryDisk(), {
    now: () => START,
    onFailure: (error) => {
      throw error;
    },
  });
  const engine = engineOf(database);
  const { log } = engine;
  const through = async (from: number, to: number): Promise<Cost> => {
    let cost = NOTHING;
    const values = Array.from({ length: to - from }, (_, i) => from + i);
    for (const some of inBatches(values, CHUNK)) {
      append(
        engine,
        some.map((i) => ({ topic: 's', key: 'k', value: `{"V":${i}}`, at: i })),
      );
      cost = costOf(some.length, () => cycles(engine), cost);
      await log.commit();
    }
    return cost;
  };
  try {
    await database.execute(
      `CREATE STREAM s (k VARCHAR KEY, v BIGINT) WITH (KAFKA_TOPIC = 's', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
       CREATE TABLE o AS SELECT k, ${select} AS c FROM s ${window} GROUP BY k;`,
    );
    const samples: Sample[] = [];
    let done = 0;
    for (const size of sizes) {
      const last = Math.round(size * LAST);
      await through(done, size - last);
      const before = log.stateBytes;
      const cost = await through(size - last, size);
      const stateBytesPerRecord = (log.stateBytes - before) / last;
      samples.push({
        case: `${name}, ${size.toLocaleString('en')}`,
        figures: { stateBytesPerRecord, ...costFigures(cost) },
      });
      done = size;
    }
    return samples;
  } finally {
    await database.close();
  }
}
