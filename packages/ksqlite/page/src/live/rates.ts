/** Rates of counters that were read twice. Counters start again with their server: what became less gives no rate. */
import type { PageTopology } from '../api/answers.ts';

/** A topology as it was read, at a time of this browser's clock, ms. */
export interface Sample {
  readonly at: number;
  readonly topology: PageTopology;
}

/** All per second. */
export interface Rates {
  /** By topic: records written. */
  readonly topics: ReadonlyMap<string, number>;
  /** By `inputKey`: records read. */
  readonly inputs: ReadonlyMap<string, number>;
  /** By query: records written. */
  readonly outputs: ReadonlyMap<string, number>;
  /** By query: which share of the time the engine worked for it, 0 to 1. */
  readonly busy: ReadonlyMap<string, number>;
}

export const NO_RATES: Rates = {
  topics: new Map(),
  inputs: new Map(),
  outputs: new Map(),
  busy: new Map(),
};

export const inputKey = (query: string, topic: string): string => `${query}\n${topic}`;

export function ratesBetween(earlier: Sample, later: Sample): Rates {
  const seconds = (later.at - earlier.at) / 1000;
  if (seconds <= 0) return NO_RATES;
  const before = countersOf(earlier.topology);
  const after = countersOf(later.topology);
  const rates = (kind: keyof Rates): ReadonlyMap<string, number> =>
    new Map(
      [...after[kind]].map(([key, count]) => {
        const known = before[kind].get(key);
        return [key, known === undefined ? 0 : Math.max(0, count - known) / seconds];
      }),
    );
  return { topics: rates('topics'), inputs: rates('inputs'), outputs: rates('outputs'), busy: rates('busy') };
}

const countersOf = ({ topics, queries }: PageTopology): Rates => ({
  topics: new Map(topics.map(({ name, written }) => [name, written])),
  inputs: new Map(
    queries.flatMap(({ id, inputs }) =>
      inputs.map(({ topic, read }): [string, number] => [inputKey(id, topic), read]),
    ),
  ),
  outputs: new Map(queries.map(({ id, recordsOut }) => [id, recordsOut])),
  // seconds
  busy: new Map(queries.map(({ id, busyMs }) => [id, busyMs / 1000])),
});

/** The newest sample that is at least `ms` older than the last one, or else the oldest. */
export function sampleBefore(samples: readonly Sample[], ms: number): Sample | undefined {
  const last = samples.at(-1);
  if (last === undefined) return undefined;
  return samples.findLast(({ at }) => last.at - at >= ms) ?? samples[0];
}
