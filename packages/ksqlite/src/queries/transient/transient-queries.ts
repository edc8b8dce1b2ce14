import type { PushPlan } from '../../plan/plan-push.ts';
import type { TransientTopology } from '../../topology/sub-topology.ts';
import { LookupQuery, type LookupQueryOptions } from './lookup-query.ts';
import { RecordQuery, type RecordQueryOptions, type RecordQueryPorts } from './record-query.ts';
import type { RunningTransientQuery } from './transient-query.ts';

export interface TransientQueriesOptions extends RecordQueryPorts {
  readonly now: () => number;
  /** uniform in [0, 1) */
  readonly random: () => number;
}

/** The push and pull queries that are open. */
export class TransientQueries {
  readonly #options: TransientQueriesOptions;
  readonly #open = new Set<RunningTransientQuery>();
  readonly #onEnd = (query: RunningTransientQuery): void => {
    this.#open.delete(query);
  };

  constructor(options: TransientQueriesOptions) {
    this.#options = options;
  }

  list(): readonly RunningTransientQuery[] {
    return [...this.#open];
  }

  /** A query that reads records. */
  start(
    plan: PushPlan,
    topology: TransientTopology,
    options: Omit<RecordQueryOptions, 'id' | 'plan' | 'topology'>,
  ): RunningTransientQuery {
    const id = `transient_${plan.label}_${Math.floor(this.#options.random() * Number.MAX_SAFE_INTEGER)}`;
    const query = new RecordQuery({ ...options, id, plan, topology }, this.#options, this.#onEnd);
    if (query.ended() === undefined) {
      this.#open.add(query);
      query.wake();
    }
    return query;
  }

  /** A pull query over a table. */
  lookUp(options: Omit<LookupQueryOptions, 'id'>): RunningTransientQuery {
    const query = new LookupQuery({ ...options, id: `query_${this.#options.now()}` }, this.#onEnd);
    this.#open.add(query);
    return query;
  }

  closeAll(): void {
    for (const query of this.#open) query.close();
  }
}
