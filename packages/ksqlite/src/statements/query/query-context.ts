import type { Problems } from '../../problems/problems.ts';
import type { PersistentQueries } from '../../queries/persistent-queries.ts';
import type { SourceTables } from '../../queries/source-tables.ts';
import type { TransientQueries } from '../../queries/transient/transient-queries.ts';

/** How a query is opened. */
export interface QueryOptions {
  /** Rows from which on the query waits for its reader; default 1,000. */
  readonly maxBufferedRows?: number;
  /** Whether a push query over a table gives a DeletedRow where a row is gone; default false. */
  readonly deletions?: boolean;
}

/** What a query is opened with. */
export interface QueryContext {
  readonly queries: PersistentQueries;
  readonly transient: TransientQueries;
  readonly sourceTables: SourceTables;
  /** Resolves once all that was done so far is durable. */
  readonly settled: () => Promise<void>;
  readonly problems: Problems;
}
