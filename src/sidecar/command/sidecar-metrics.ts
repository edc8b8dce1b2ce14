import { counter, gauge, type Metric, type MetricInfo } from 'ksqlite/cli';
import type { CircuitState, FailureCounts } from 'ksqlite/enrich';
import type { RunningStats } from './sidecar-on-topics.ts';

/** What a sidecar counts, and the slots that it was given. */
export type MeasuredSidecar = RunningStats & { readonly slots: number };

const CIRCUIT: readonly CircuitState[] = ['closed', 'down', 'hung'];

const byReason = (counts: FailureCounts = {}) =>
  Object.entries(counts).map(([reason, count]) => [{ reason }, count] as const);

const READERS = [
  counter<MeasuredSidecar>(
    'rccar_priced_cars_total',
    'cars',
    'Cars whose outcome the sidecar has committed since its start.',
    ['outcome'],
    ({ pricing }) => [
      [{ outcome: 'COMPLETE' }, pricing?.priced ?? 0],
      [{ outcome: 'FAILED_GET_PRICE' }, pricing?.failed ?? 0],
    ],
  ),
  gauge<MeasuredSidecar>(
    'rccar_cars_under_way',
    'cars',
    'Cars that were taken up, and whose outcome is not committed yet.',
    [],
    ({ pricing }) => pricing?.carsUnderWay ?? 0,
  ),
  counter<MeasuredSidecar>(
    'rccar_price_requests_total',
    'requests',
    'Requests to the price API that were begun.',
    [],
    ({ pricing }) => pricing?.requests ?? 0,
  ),
  counter<MeasuredSidecar>(
    'rccar_price_retries_total',
    'requests',
    'Requests to the price API that repeat one that failed.',
    [],
    ({ pricing }) => pricing?.retries ?? 0,
  ),
  counter<MeasuredSidecar>(
    'rccar_price_failed_requests_total',
    'requests',
    'Requests to the price API that failed, by why: those that were tried again, too.',
    ['reason'],
    ({ pricing }) => byReason(pricing?.failedRequests),
  ),
  counter<MeasuredSidecar>(
    'rccar_failed_cars_total',
    'cars',
    'Cars that could not be priced or read, by why, committed since the start.',
    ['reason'],
    ({ pricing }) => byReason(pricing?.failures),
  ),
  gauge<MeasuredSidecar>(
    'rccar_price_slots',
    'slots',
    'Requests to the price API that may be in flight.',
    [],
    ({ slots }) => slots,
  ),
  gauge<MeasuredSidecar>(
    'rccar_price_slots_in_use',
    'slots',
    'Requests to the price API that are in flight.',
    [],
    ({ pricing }) => pricing?.inFlight ?? 0,
  ),
  counter<MeasuredSidecar>(
    'rccar_price_slot_busy_seconds_total',
    'seconds',
    'Time that slots were in use, all slots together.',
    [],
    ({ pricing }) => (pricing?.busyMs ?? 0) / 1000,
  ),
  gauge<MeasuredSidecar>(
    'rccar_price_circuit_state',
    'none',
    'Whether the price API is there, as the circuit breaker sees it: 1 of the state that it is in, 0 of the others.',
    ['state'],
    ({ pricing }) => CIRCUIT.map((state) => [{ state }, state === pricing?.circuit ? 1 : 0]),
  ),
  counter<MeasuredSidecar>(
    'rccar_dead_letters_total',
    'records',
    'Records that were committed as dead letters since the start: parts and cars that can’t be read.',
    [],
    ({ pricing, letters }) => (letters?.letters ?? 0) + (pricing?.unreadable ?? 0),
  ),
  gauge<MeasuredSidecar>(
    'rccar_broker_answered_timestamp_seconds',
    'seconds since the epoch',
    'When the broker answered last; 0: never, or it is asked by nobody.',
    [],
    ({ brokerAt }) => (brokerAt ?? 0) / 1000,
  ),
];

export const SIDECAR_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

export const sidecarMetrics = (sidecar: MeasuredSidecar): readonly Metric[] =>
  READERS.map(({ read }) => read(sidecar));
