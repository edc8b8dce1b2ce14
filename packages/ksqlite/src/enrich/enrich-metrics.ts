import { counter, gauge, type Metric, type MetricInfo } from '../metrics/metric.ts';
import type { EnrichStats } from './enricher.ts';
import type { FailureCounts } from './failure-tally.ts';
import { OUTCOMES } from './record/finished.ts';
import type { CircuitState } from './requests/circuit-breaker.ts';

const CIRCUIT: readonly CircuitState[] = ['closed', 'down', 'hung'];

type Value = (stats: EnrichStats) => number;

const one =
  (value: Value) =>
  (all: readonly EnrichStats[]): (readonly [{ group: string }, number])[] =>
    all.map((stats) => [{ group: stats.group }, value(stats)] as const);

const byCode = (counts: (stats: EnrichStats) => FailureCounts) => (all: readonly EnrichStats[]) =>
  all.flatMap((stats) =>
    Object.entries(counts(stats)).map(([reason, count]) => [{ group: stats.group, reason }, count] as const),
  );

const READERS = [
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_records_total',
    'records',
    'Records that were read, by what became of them, committed since the start.',
    ['group', 'outcome'],
    (all) =>
      all.flatMap(({ group, records }) =>
        OUTCOMES.map((outcome) => [{ group, outcome }, records[outcome]] as const),
      ),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_failures_total',
    'records',
    'Records that failed, were dead-lettered or could not be read, by the code of the reason, committed since the start.',
    ['group', 'reason'],
    byCode(({ failures }) => failures),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_written_records_total',
    'records',
    'Records that were written, dead letters included, committed since the start.',
    ['group'],
    one(({ written }) => written),
  ),
  gauge<readonly EnrichStats[]>(
    'ksqlite_enrich_records_under_way',
    'records',
    'Records that were taken up, and whose results are not committed yet.',
    ['group'],
    one(({ underWay }) => underWay),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_requests_total',
    'requests',
    'Requests that were begun, retries included.',
    ['group'],
    one(({ requests }) => requests),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_retries_total',
    'requests',
    'Requests that repeat one that failed.',
    ['group'],
    one(({ retries }) => retries),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_failed_requests_total',
    'requests',
    'Requests that failed, by the code of the reason: those that were tried again, too.',
    ['group', 'reason'],
    byCode(({ failedRequests }) => failedRequests),
  ),
  gauge<readonly EnrichStats[]>(
    'ksqlite_enrich_slots',
    'slots',
    'Requests that may be in flight.',
    ['group'],
    one(({ concurrency }) => concurrency),
  ),
  gauge<readonly EnrichStats[]>(
    'ksqlite_enrich_slots_in_use',
    'slots',
    'Requests that are in flight.',
    ['group'],
    one(({ inFlight }) => inFlight),
  ),
  counter<readonly EnrichStats[]>(
    'ksqlite_enrich_slot_busy_seconds_total',
    'seconds',
    'Time that slots were in use, all slots together.',
    ['group'],
    one(({ busyMs }) => busyMs / 1000),
  ),
  gauge<readonly EnrichStats[]>(
    'ksqlite_enrich_circuit_state',
    'none',
    'Whether the API is there, as the circuit breaker sees it: 1 of the state that it is in, 0 of the others.',
    ['group', 'state'],
    (all) =>
      all.flatMap(({ group, circuit }) =>
        CIRCUIT.map((state) => [{ group, state }, state === circuit ? 1 : 0] as const),
      ),
  ),
];

export const ENRICH_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

/** The metrics of a program's enrichments, for `metrics` of a server or `metricsText`. */
export const enrichMetrics = (enrichments: readonly { stats(): EnrichStats }[]): readonly Metric[] => {
  const all = enrichments.map((each) => each.stats());
  return READERS.map(({ read }) => read(all));
};
