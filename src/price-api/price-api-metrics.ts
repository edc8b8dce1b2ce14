import { counter, gauge, type Metric, type MetricInfo } from 'ksqlite/cli';

/** What a price API counts. */
export interface CountedRequests {
  /** for a price, since the start */
  readonly requests: number;
  /** not yet answered, their socket still open */
  readonly inFlight: number;
}

const READERS = [
  counter<CountedRequests>(
    'rccar_price_api_requests_total',
    'requests',
    'Requests for a price that came in.',
    [],
    ({ requests }) => requests,
  ),
  gauge<CountedRequests>(
    'rccar_price_api_requests_in_flight',
    'requests',
    'Requests for a price that are not answered yet.',
    [],
    ({ inFlight }) => inFlight,
  ),
];

export const PRICE_API_METRICS: readonly MetricInfo[] = READERS.map(({ info }) => info);

export const priceApiMetrics = (stats: CountedRequests): readonly Metric[] =>
  READERS.map(({ read }) => read(stats));
