/** Records enriched by what an API says, exactly once. An entry of its own: who enriches nothing loads none of it. */

export type { Unreadable } from './dead-letter/collect-letters.ts';
export {
  type CollectorStart,
  type CollectorStats,
  type DeadLetterCollector,
  startDeadLetterCollector,
} from './dead-letter/dead-letter-collector.ts';
export { enrich } from './enrich.ts';
export { ENRICH_METRICS, enrichMetrics } from './enrich-metrics.ts';
export type { Enricher, EnrichStats } from './enricher.ts';
export type { FailureCounts } from './failure-tally.ts';
export type { EnrichOptions, EnrichSettings } from './options.ts';
export { type DeadLetter, deadLetter } from './record/dead-letter-result.ts';
export { bytes, type Decoder, type EnrichRecord, json } from './record/decode.ts';
export type { Outcome } from './record/finished.ts';
export type { Output, Results } from './record/results.ts';
export type { CallContext, HandleContext, RequestFunction } from './record/work-on-record.ts';
export type { CircuitState } from './requests/circuit-breaker.ts';
export {
  type Attempt,
  type Reach,
  RequestFailure,
  type RequestFailureOptions,
} from './requests/request-failure.ts';
export type { RequestStats } from './requests/requests.ts';
export type { SlotStats } from './requests/slots.ts';
