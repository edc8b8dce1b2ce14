import type { Row } from '../../types/sql-value.ts';
import type { QueryEnd, ResultColumn, RunningTransientQuery } from './transient-query.ts';

export interface LookupQueryOptions {
  readonly id: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly limit: number | undefined;
  /** Asked once, when the reader begins. */
  readonly find: (id: string, isClosed: () => boolean) => Promise<readonly Row[]>;
}

/** A pull query over a table: a look at its rows. */
export class LookupQuery implements RunningTransientQuery {
  readonly kind = 'pull';
  readonly isLookup = true;
  readonly id: string;
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: AsyncIterable<Row>;
  readonly #options: LookupQueryOptions;
  readonly #onEnd: (query: LookupQuery) => void;
  #ended: QueryEnd | undefined;

  constructor(options: LookupQueryOptions, onEnd: (query: LookupQuery) => void) {
    this.id = options.id;
    this.sql = options.sql;
    this.columns = options.columns;
    this.#options = options;
    this.#onEnd = onEnd;
    this.rows = this.#giveOut();
  }

  ended(): QueryEnd | undefined {
    return this.#ended;
  }

  close(): void {
    this.#ended ??= 'closed';
    this.#onEnd(this);
  }

  async *#giveOut(): AsyncGenerator<Row> {
    const { find, limit } = this.#options;
    try {
      const found = await find(this.id, () => this.#isClosed());
      for (const row of found) {
        if (this.#isClosed()) return;
        yield row;
      }
      this.#ended ??= found.length === limit ? 'limit' : 'complete';
    } catch (error) {
      this.#ended ??= 'failed';
      throw error;
    } finally {
      this.close();
    }
  }

  #isClosed(): boolean {
    return this.#ended === 'closed';
  }
}
