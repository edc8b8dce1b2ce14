/** What is kept of a view that is read again and again: the newest content, and a few minutes of its figures. Pure. */
import type { ViewContent, ViewSeries } from '../../api/answers.ts';

export interface ReadView {
  /** undefined: nothing was read yet */
  readonly content: ViewContent | undefined;
  /** Figures that are drawn over time, by `seriesKey`: values, or rates per second of counters. */
  readonly points: ReadonlyMap<string, readonly number[]>;
  /** Rates per second of what passed the stages, by `seriesKey`. */
  readonly rates: ReadonlyMap<string, number>;
  /** Counters as they were read, with the time of this browser's clock, ms: the last few seconds of them. */
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly at: number;
  readonly counters: ReadonlyMap<string, number>;
}

/** Five minutes. */
export const KEPT_POINTS = 300;
/** Rates are over so many seconds: figures that can be read, and that still follow. */
const RATE_MS = 4_900;

export const NOTHING_READ: ReadView = {
  content: undefined,
  points: new Map(),
  rates: new Map(),
  samples: [],
};

export const seriesKey = (title: string, name: string): string => `${title}\n${name}`;

/** @param at ms of a clock that does not go back */
export function withRead(before: ReadView, content: ViewContent, at: number): ReadView {
  const sample = { at, counters: countersOf(content) };
  const rates = ratesSince(before.samples[0], sample);
  const points = new Map<string, readonly number[]>();
  for (const piece of content.pieces)
    if (piece.kind === 'series')
      for (const { name, value, isCounter } of piece.series) {
        const key = seriesKey(piece.title, name);
        const point = isCounter === true ? rates.get(key) : value;
        const known = before.points.get(key) ?? [];
        points.set(key, point === undefined ? known : [...known, point].slice(-KEPT_POINTS));
      }
  const young = [...before.samples, sample].filter((one) => at - one.at <= RATE_MS);
  return { content, points, rates, samples: young };
}

function countersOf({ pieces }: ViewContent): ReadonlyMap<string, number> {
  const counters = new Map<string, number>();
  for (const piece of pieces) {
    if (piece.kind === 'stages')
      for (const { name, passed } of piece.stages) counters.set(seriesKey(piece.title, name), passed);
    if (piece.kind === 'series') for (const [key, value] of countersOfSeries(piece)) counters.set(key, value);
  }
  return counters;
}

const countersOfSeries = ({ title, series }: ViewSeries): readonly (readonly [string, number])[] =>
  series.flatMap(({ name, value, isCounter }) =>
    isCounter === true ? [[seriesKey(title, name), value] as const] : [],
  );

/** Empty while there is nothing to compare with. A counter that became less was started again: no rate. */
function ratesSince(earlier: Sample | undefined, { at, counters }: Sample): ReadonlyMap<string, number> {
  if (earlier === undefined || at <= earlier.at) return new Map();
  return new Map(
    [...counters].map(([key, count]) => {
      const grown = count - (earlier.counters.get(key) ?? count);
      return [key, (Math.max(0, grown) * 1000) / (at - earlier.at)];
    }),
  );
}
