import { systemClock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import type { Round } from '../bench.ts';
import { CARS } from '../benches/assembly.ts';
import { holdQueries } from '../line/hold-queries.ts';
import { median } from '../measure/statistics.ts';
import { runBench } from '../run-bench.ts';
import { measureCars } from './measure-cars.ts';
import { packParts } from './packed-parts.ts';

const TURNS = 3;

/** Parts a second; medians. */
export interface WaitingRates {
  readonly embedded: number;
  readonly ksqlDB: number;
  /** the rounds that they are of, in words */
  readonly notes: readonly string[];
}

/**
 * The load of the bench `assembly`, cars that wait in the topics, on the embedded engine and on the server of KSQLDB_URL in
 * turns: a machine's speed moves in the minutes that they take. The server's queries are held while the engine runs, each
 * time in a process of its own that is warmed up.
 *
 * @param connect to the server's topics
 */
export async function measureWaiting(
  { scale, env, folder, say }: Round,
  connect: () => Topics | Promise<Topics>,
): Promise<WaitingRates> {
  const held = holdQueries(env);
  const rates = { embedded: [] as number[], ksqlDB: [] as number[] };
  const turns = scale === 'full' ? TURNS : 1;
  for (let turn = 1; turn <= turns; turn++) {
    const title = `cars that wait in the topics, turn ${turn} of ${turns}`;
    await held.hold();
    const options = { scale, rounds: 1, millions: undefined, format: 'json', folder } as const;
    const [own] = await runBench('assembly', options, (text) => say(`embedded: ${title}: ${text}`));
    rates.embedded.push(own?.figures.partsPerSecond ?? Number.NaN);
    say(`ksqlDB: ${title}`);
    const parts = packParts({
      cars: CARS[scale],
      rate: 'max',
      missing: 0,
      seed: `waiting${turn}x${Date.now()}`,
    });
    rates.ksqlDB.push(await measureCars({ connect, parts, clock: systemClock, held }));
  }
  const inWords = (all: readonly number[]): string => all.map((one) => Math.round(one)).join(', ');
  return {
    embedded: median(rates.embedded),
    ksqlDB: median(rates.ksqlDB),
    notes: [`in turns: embedded ${inWords(rates.embedded)}; ksqlDB ${inWords(rates.ksqlDB)} parts/s`],
  };
}
