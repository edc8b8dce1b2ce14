import type { OutgoingRecord } from 'ksqlite/topics';
import { nextChange } from '../../src/catalogue/changes/next-change.ts';
import { initialRows } from '../../src/catalogue/generator/initial-rows.ts';
import { partCounts } from '../../src/catalogue/generator/part-ids.ts';
import { eventRecords } from '../../src/catalogue/source/embedded/envelope.ts';
import type { HistoryLine } from '../../src/catalogue/source/source-of-truth.ts';
import { CatalogueRows } from '../../src/catalogue/tables/catalogue-rows.ts';
import { zonedText } from '../../src/catalogue/tables/column-types.ts';
import { type RowChange, rowEvents } from '../../src/catalogue/tables/row-change.ts';
import { publishedRow } from '../../src/catalogue/tables/tables.ts';

/** A catalogue in memory: what it would publish of the tables that ksql/catalogue reads, and its history. */
export class MadeCatalogue {
  readonly rows = new CatalogueRows();
  readonly history: HistoryLine[] = [];
  readonly #parts: number;
  readonly #seed: string;
  #transaction = 0;

  constructor(parts: number, seed: string) {
    this.#parts = parts;
    this.#seed = seed;
  }

  /** The rows that it begins with. */
  fill(at: number): OutgoingRecord[] {
    const changes = [...initialRows({ parts: this.#parts, seed: this.#seed }, zonedText(at))];
    return this.#commit(changes, at, true);
  }

  /** The next transaction that its seed says. */
  next(at: number): OutgoingRecord[] {
    const counts = partCounts(this.#parts);
    const number = this.#transaction + 1;
    return this.commit(
      nextChange({ rows: this.rows, counts, number, updatedAt: zonedText(at) }, this.#seed).changes,
      at,
    );
  }

  commit(changes: readonly RowChange[], at: number): OutgoingRecord[] {
    return this.#commit(changes, at, false);
  }

  #commit(changes: readonly RowChange[], at: number, isSnapshot: boolean): OutgoingRecord[] {
    this.#transaction += 1;
    for (const change of changes) this.rows.apply(change);
    return changes.flatMap(rowEvents).flatMap((event) => {
      const { table, key, before, after } = event;
      const place = { n: this.history.length + 1, transaction: this.#transaction, at };
      const published = { before: publishedRow(table, before), after: publishedRow(table, after) };
      this.history.push({ ...place, table, key, ...published });
      return table === 'customers' ? [] : eventRecords(event, { ...place, isSnapshot });
    });
  }
}
