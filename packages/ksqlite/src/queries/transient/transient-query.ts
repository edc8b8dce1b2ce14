import type { SqlType } from '../../types/sql-type.ts';
import type { Row } from '../../types/sql-value.ts';

export interface ResultColumn {
  readonly name: string;
  readonly type: SqlType;
  /** One of the table's key columns, in the answer of a pull query. */
  readonly key: boolean;
}

/** How a query ended. `limit`: LIMIT was reached. */
export type QueryEnd = 'limit' | 'complete' | 'closed' | 'failed';

/** A query whose rows go to a client. It keeps nothing on disk and ends with its reader. */
export interface RunningTransientQuery {
  readonly kind: 'push' | 'pull';
  /** A pull query over a table: a look at its rows. Over a stream it reads the records. */
  readonly isLookup: boolean;
  readonly id: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  /** For one reader; leaving the loop closes the query. Throws what the query failed at. */
  readonly rows: AsyncIterable<Row>;
  /** undefined while it runs */
  ended(): QueryEnd | undefined;
  /** At any time, more than once as well: rows not read yet are dropped. */
  close(): void;
}
