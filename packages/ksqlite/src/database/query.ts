import type { RunningTransientQuery } from '../engine/engine.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { type ColumnDescription, describedColumn } from './describe.ts';
import { rowToJavaScript, rowToObject } from './values/to-javascript.ts';

/**
 * The rows of one SELECT, for one reader: `for await` gives them as they come. A push query (EMIT CHANGES) is open until
 * its LIMIT, until it is closed, or until the reader leaves the loop; a pull query ends with what is there.
 */
export class Query<Row> implements AsyncIterable<Row> {
  readonly #running: RunningTransientQuery;
  readonly #toRow: (row: readonly SqlValue[]) => Row;
  readonly #signal: AbortSignal | undefined;
  /** The columns of its rows, in order. */
  readonly columns: readonly ColumnDescription[];

  /** @internal */
  constructor(running: RunningTransientQuery, shape: 'objects' | 'arrays', signal: AbortSignal | undefined) {
    this.#running = running;
    this.columns = running.columns.map(describedColumn);
    const convert = rowToJavaScript(running.columns.map(({ type }) => type));
    const object = rowToObject(running.columns.map(({ name }) => name));
    const toRow: (row: readonly SqlValue[]) => unknown =
      shape === 'arrays' ? convert : (row) => object(convert(row));
    this.#toRow = toRow as (row: readonly SqlValue[]) => Row;
    this.#signal = signal;
    if (signal?.aborted === true) this.close();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** What SHOW QUERIES calls it, such as `transient_HEAT_1234`. */
  get id(): string {
    return this.#running.id;
  }

  /** `push`: open until it is closed; `pull`: what is there now. */
  get kind(): 'push' | 'pull' {
    return this.#running.kind;
  }

  /** Rows as they come. What the query fails at is thrown as a KsqlError. Leaving the loop closes the query. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void> {
    try {
      for await (const row of this.#running.rows) yield this.#toRow(row);
    } finally {
      this.close();
    }
  }

  /**
   * All rows, once the query has ended: of a pull query, or of a push query with a LIMIT.
   *
   * @throws KsqlError what the query failed at
   */
  async all(): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of this) rows.push(row);
    return rows;
  }

  /** Ends the query; rows that were not read are dropped, and a reader's loop ends. At any time, more than once as well. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#running.close();
  }

  readonly #onAbort = (): void => this.close();
}
