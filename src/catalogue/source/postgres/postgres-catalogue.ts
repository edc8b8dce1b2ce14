/**
 * PostgreSQL as the source of truth, with one process that changes it: this one. Rows are in its tables, what was committed in
 * `catalogue_source.history`, which triggers write; how its changes become events is not known here.
 *
 * What must stay true: transactions become durable in the order in which they were accepted, each once; `rows` is what the tables have
 * once all of them are, as long as nobody else writes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CatalogueSettings } from '../../generator/initial-rows.ts';
import { CatalogueRows } from '../../tables/catalogue-rows.ts';
import { type RowChange, rowEvents } from '../../tables/row-change.ts';
import { TABLE_NAMES } from '../../tables/tables.ts';
import type { HistoryLine, SourceOfTruth } from '../source-of-truth.ts';
import { type Connecting, postgresError } from './open-client.ts';
import type { PgClient } from './pg-package.ts';
import { PostgresPrices } from './postgres-prices.ts';
import { readHistory } from './read-history.ts';
import { readMade } from './read-made.ts';
import { readTables } from './read-tables.ts';
import { literal, statementsOf } from './row-statements.ts';
import { TransactionWriter } from './transaction-writer.ts';

/** What it was left with. */
interface Stored {
  readonly rows: CatalogueRows;
  readonly settings: CatalogueSettings | undefined;
  readonly transactions: number;
  readonly rowEvents: number;
}

export class PostgresCatalogue implements SourceOfTruth {
  readonly rows: CatalogueRows;
  readonly #connecting: Connecting;
  readonly #writer: TransactionWriter;
  readonly #prices: PostgresPrices;
  #settings: CatalogueSettings | undefined;
  #transactions: number;
  #rowEvents: number;
  /** what the next transaction begins with */
  #before = '';

  /**
   * Makes the tables where they are not there, and reads the rows.
   *
   * @throws CommandError DATA_IN_USE when another process changes it; POSTGRES; USAGE for tables that are not a catalogue's
   */
  static async open(connecting: Connecting): Promise<PostgresCatalogue> {
    let stored: Stored | undefined;
    const writer = await TransactionWriter.open(connecting, async (client) => {
      await makeTables(client, connecting);
      stored = await readStored(client);
    });
    if (stored === undefined) throw new Error('a connection without its first questions');
    return new PostgresCatalogue(connecting, writer, stored);
  }

  private constructor(connecting: Connecting, writer: TransactionWriter, stored: Stored) {
    this.#connecting = connecting;
    this.#writer = writer;
    this.#prices = new PostgresPrices(connecting);
    this.rows = stored.rows;
    this.#settings = stored.settings;
    this.#transactions = stored.transactions;
    this.#rowEvents = stored.rowEvents;
  }

  get settings(): CatalogueSettings | undefined {
    return this.#settings;
  }
  get transactions(): number {
    return this.#transactions;
  }
  get rowEvents(): number {
    return this.#rowEvents;
  }

  priceOf(id: string): Promise<number | undefined> {
    return this.#prices.priceOf(id);
  }

  begin(settings: CatalogueSettings): void {
    this.#settings = settings;
    this.#before = `INSERT INTO catalogue_source.made VALUES (${settings.parts}, ${literal(settings.seed)}, 0);\n`;
  }

  /** The time of a transaction is that of PostgreSQL's commit. */
  async transact(changes: readonly RowChange[]): Promise<void> {
    const done: RowChange[] = [];
    try {
      for (const change of changes) {
        this.rows.apply(change);
        done.push(change);
      }
    } catch (error) {
      for (const { table, before, after } of done.reverse())
        this.rows.apply({ table, before: after, after: before } as RowChange);
      throw error;
    }
    this.#transactions += 1;
    for (const change of changes) this.#rowEvents += rowEvents(change).length;
    const statements = this.#before + statementsOf(changes);
    this.#before = '';
    await this.#writer.write(this.#transactions, statements);
  }

  fill(changes: readonly RowChange[]): Promise<void> {
    return this.transact(changes);
  }

  history(after: number): AsyncIterable<HistoryLine> {
    return readHistory(this.#connecting, after);
  }

  async close(): Promise<void> {
    await this.#prices.close();
    await this.#writer.close();
  }
}

const schemaOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

/** All of them or none. @throws CommandError USAGE where there are some that were made elsewhere */
async function makeTables(client: PgClient, { address }: Connecting): Promise<void> {
  const { rows } = await client.query({
    text: `SELECT to_regclass('public.parts') AS parts, to_regclass('catalogue_source.history') AS history`,
  });
  const [found] = rows;
  if (found?.history != null) return;
  if (found?.parts != null)
    throw postgresError(
      address,
      'has a table parts that is not of a catalogue: name another database, or drop it there',
    );
  const triggers = TABLE_NAMES.map(
    (table) =>
      `CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON public.${table} FOR EACH ROW EXECUTE FUNCTION catalogue_source.note();`,
  );
  await client.query(
    ['BEGIN;', schemaOf('schema.sql'), schemaOf('history.sql'), ...triggers, 'COMMIT;'].join('\n'),
  );
}

async function readStored(client: PgClient): Promise<Stored> {
  const made = await readMade(client);
  if (made === undefined)
    return { rows: new CatalogueRows(), settings: undefined, transactions: 0, rowEvents: 0 };
  const { transactions, rowEvents, ...settings } = made;
  return { rows: await readTables(client), settings, transactions, rowEvents };
}
