import type { CatalogueSettings } from '../generator/initial-rows.ts';
import type { CatalogueRows } from '../tables/catalogue-rows.ts';
import type { RowChange } from '../tables/row-change.ts';
import type { RowKey, TableName } from '../tables/tables.ts';

/**
 * Where the catalogue's rows are: embedded in topics, or PostgreSQL. One process changes it; the rows are in memory too, so that a change
 * can be made of them.
 */
export interface SourceOfTruth {
  /** All that was accepted, durable or on its way. Changed by `transact` alone. */
  readonly rows: CatalogueRows;
  /** What it was filled with; undefined: it was never begun. */
  readonly settings: CatalogueSettings | undefined;
  /** How many transactions were accepted so far, those of earlier starts included. */
  readonly transactions: number;
  /** How many rows were changed by them: a change of a key counts as two. */
  readonly rowEvents: number;
  /**
   * Makes one transaction of these changes; what they say of the rows before must be what `rows` has. Resolves when it is durable;
   * several may be under way, they become durable in order.
   *
   * @param at its time, ms since the epoch; where that is before the last one's, it gets the last one's
   * @throws Error, before anything is changed, for a change that does not fit; later where the source fails: then it takes nothing more
   */
  transact(changes: readonly RowChange[], at: number): Promise<void>;
  /** Notes what it is about to be filled with: durable with the first of those rows. */
  begin(settings: CatalogueSettings, at: number): void;
  /** As `transact`, for rows that the catalogue begins with: their events are those of a snapshot. */
  fill(changes: readonly RowChange[], at: number): Promise<void>;
  /** The price of a part as it is durable now, in the currency's unit; undefined: there is no such part. @throws while the source is away */
  priceOf(id: string): number | undefined | Promise<number | undefined>;
  /**
   * Every row that was ever changed, in order, as far as it is durable.
   *
   * @param after the number of the last one that is known, or 0
   * @throws CommandError USAGE where a broker has compacted the rows' topic
   */
  history(after: number): AsyncIterable<HistoryLine>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** One row that was committed, without its hidden columns: what `--history` writes a line of. */
export interface HistoryLine {
  /** from 1, without a gap */
  readonly n: number;
  /** which transaction it was in, from 1 */
  readonly transaction: number;
  /** of the commit, ms since the epoch: `source.ts_ms` of its event */
  readonly at: number;
  readonly table: TableName;
  readonly key: RowKey;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}
