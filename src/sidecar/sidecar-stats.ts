import type { CircuitState, EnrichStats, FailureCounts, SlotStats } from 'ksqlite/enrich';

export interface SidecarStats extends SlotStats {
  /** taken up, their result not yet committed */
  readonly carsUnderWay: number;
  /** committed as COMPLETE */
  readonly priced: number;
  /** committed as FAILED_GET_PRICE */
  readonly failed: number;
  /** committed as dead letters */
  readonly unreadable: number;
  readonly retries: number;
  /** whether the price API is there */
  readonly circuit: CircuitState;
  /** price requests that failed, by why: those that were tried again, too */
  readonly failedRequests: FailureCounts;
  /** cars that failed or were unreadable, by why */
  readonly failures: FailureCounts;
}

/** An enrichment's figures, as those of the sidecar. */
export function sidecarStats(stats: EnrichStats): SidecarStats {
  const { records, underWay, group: _, concurrency: __, written: ___, ...same } = stats;
  return {
    ...same,
    carsUnderWay: underWay,
    priced: records.enriched,
    failed: records.failed,
    unreadable: records.unreadable,
  };
}
