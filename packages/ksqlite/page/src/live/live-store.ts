/** The topology, read once a second while somebody looks, and what follows of it. A minute of it is kept. */
import { computed, signal } from '@preact/signals';
import type { PageTopology } from '../api/answers.ts';
import { errorText, json, needsToken, ServerError } from '../api/client.ts';
import { NO_RATES, type Rates, ratesBetween, type Sample, sampleBefore } from './rates.ts';

const PERIOD_MS = 1_000;
const KEPT = 60;
/** Rates are over a little more than a period: steadier figures, that still follow at once. */
const RATE_MS = 1_900;

const samples = signal<readonly Sample[]>([]);
/** Why the newest figures are not there; empty: they are. */
export const trouble = signal('');

export const topology = computed<PageTopology | undefined>(() => samples.value.at(-1)?.topology);

/** The page is in front of a real ksqlDB: what only the embedded engine tells is not there. */
export const isRemote = (): boolean => (topology.value?.remote ?? null) !== null;

export const rates = computed<Rates>(() => {
  const last = samples.value.at(-1);
  const before = sampleBefore(samples.value, RATE_MS);
  return last === undefined || before === undefined || before === last
    ? NO_RATES
    : ratesBetween(before, last);
});

/** Records per second that all topics got, a figure a sample: the last minute. */
export const history = computed<readonly number[]>(() =>
  samples.value.slice(1).map((sample, i) => {
    const before = samples.value[i];
    if (before === undefined) return 0;
    let sum = 0;
    for (const rate of ratesBetween(before, sample).topics.values()) sum += rate;
    return sum;
  }),
);

let timer: ReturnType<typeof setTimeout> | undefined;

/** Reads at once, and from then on each second. */
export function refresh(): Promise<void> {
  clearTimeout(timer);
  return read();
}

async function read(): Promise<void> {
  try {
    if (!document.hidden && !needsToken.value) {
      const found = await json<PageTopology>('/page/api/topology');
      samples.value = [...samples.value.slice(1 - KEPT), { at: performance.now(), topology: found }];
      trouble.value = '';
    }
  } catch (error) {
    if (!(error instanceof ServerError && error.status === 401)) trouble.value = errorText(error);
  } finally {
    clearTimeout(timer);
    timer = setTimeout(() => void read(), PERIOD_MS);
  }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void refresh();
});
