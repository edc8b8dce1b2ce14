/**
 * The source of truth without a database: rows and their change events on topics, both of a transaction in one commit. So an event is
 * there exactly when its row is, whenever the process is killed, and nothing is read between them.
 *
 * What must stay true: transactions become durable in the order in which they were accepted, each whole; `rows` is what the topic of
 * rows says once all of them are.
 */
import { CommandError } from 'ksqlite/cli';
import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import { KEPT_FOR_EVER } from 'ksqlite/topics';
import { PARTITIONS } from '../../../contracts/topic-names.ts';
import type { CatalogueSettings } from '../../generator/initial-rows.ts';
import { CatalogueRows } from '../../tables/catalogue-rows.ts';
import { type RowChange, type RowEvent, rowEvents } from '../../tables/row-change.ts';
import { changeTopic, publishedRow, TABLE_NAMES } from '../../tables/tables.ts';
import type { HistoryLine, SourceOfTruth } from '../source-of-truth.ts';
import { eventRecords } from './envelope.ts';
import { readStored, rowRecords, type StoredCatalogue } from './read-rows.ts';
import { isRowRecord, ROWS_TOPIC, readRowRecord, rowRecord, settingsRecord } from './row-records.ts';

/** What is on its way in one commit. */
interface Batch {
  readonly records: OutgoingRecord[];
  readonly events: RowEvent[];
  readonly durable: Promise<void>;
  readonly settle: (error?: unknown) => void;
}

export class EmbeddedCatalogue implements SourceOfTruth {
  readonly rows: CatalogueRows;
  readonly #topics: Topics;
  readonly #prices = new Map<string, number>();
  #settings: CatalogueSettings | undefined;
  #transactions: number;
  #rowEvents: number;
  #lastAt: number;
  #next: Batch | undefined;
  #flushing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** Makes the topics where they are not there, and reads the rows back. */
  static async open(topics: Topics): Promise<EmbeddedCatalogue> {
    await topics.create([
      { name: ROWS_TOPIC, partitions: 1, retentionMs: KEPT_FOR_EVER, compacted: true },
      ...TABLE_NAMES.map((table) => ({ name: changeTopic(table), partitions: PARTITIONS })),
    ]);
    return new EmbeddedCatalogue(topics, await readStored(topics));
  }

  private constructor(topics: Topics, stored: StoredCatalogue) {
    this.#topics = topics;
    this.rows = stored.rows;
    this.#settings = stored.settings;
    this.#transactions = stored.transactions;
    this.#rowEvents = stored.rowEvents;
    this.#lastAt = stored.lastAt;
    for (const { id, price } of stored.rows.parts.values()) this.#prices.set(id, Number(price));
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

  priceOf(id: string): number | undefined {
    return this.#prices.get(id);
  }

  begin(settings: CatalogueSettings, at: number): void {
    this.#settings = settings;
    this.#batch().records.push(settingsRecord(settings, at));
  }

  transact(changes: readonly RowChange[], at: number): Promise<void> {
    return this.#accept(changes, at, false);
  }

  fill(changes: readonly RowChange[], at: number): Promise<void> {
    return this.#accept(changes, at, true);
  }

  async *history(after: number): AsyncGenerator<HistoryLine, void> {
    const rows = new CatalogueRows();
    let last = 0;
    for await (const record of rowRecords(this.#topics)) {
      if (!isRowRecord(record)) continue;
      const { n, transaction, at, table, key, row } = readRowRecord(record);
      if (n !== last + 1)
        throw new CommandError(
          'USAGE',
          `--history: the broker has compacted ${ROWS_TOPIC}, rows ${last + 1} to ${n - 1} were overwritten since: the events on ${changeTopic(table)} and its like have them all, numbered by source.lsn`,
        );
      last = n;
      const before = rows.get(table, key) ?? null;
      rows.apply({ table, before, after: row ?? null } as RowChange);
      if (n > after)
        yield {
          n,
          transaction,
          at,
          table,
          key,
          before: publishedRow(table, before),
          after: publishedRow(table, row ?? null),
        };
    }
  }

  async close(): Promise<void> {
    await this.#flushing?.catch(() => undefined);
    await this.#topics.close();
  }

  async #accept(changes: readonly RowChange[], at: number, isSnapshot: boolean): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#apply(changes);
    this.#lastAt = Math.max(this.#lastAt, Math.floor(at));
    this.#transactions += 1;
    const batch = this.#batch();
    for (const event of changes.flatMap(rowEvents)) {
      this.#rowEvents += 1;
      const place = { n: this.#rowEvents, transaction: this.#transactions, at: this.#lastAt, isSnapshot };
      batch.records.push(rowRecord(event, place), ...eventRecords(event, place));
      batch.events.push(event);
    }
    this.#flushing ??= this.#flush();
    return batch.durable;
  }

  /** All of them or none. */
  #apply(changes: readonly RowChange[]): void {
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
  }

  #batch(): Batch {
    if (this.#next !== undefined) return this.#next;
    let settle: Batch['settle'] = () => undefined;
    const durable = new Promise<void>((resolve, reject) => {
      settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    durable.catch(() => undefined); // whoever waits is told
    this.#next = { records: [], events: [], durable, settle };
    return this.#next;
  }

  /** One commit after the other, each of all that was accepted while the one before was under way. */
  async #flush(): Promise<void> {
    while (this.#next !== undefined) {
      const batch = this.#next;
      this.#next = undefined;
      try {
        await this.#topics.produce(batch.records);
      } catch (error) {
        this.#failure = { error };
      }
      if (this.#failure === undefined) for (const event of batch.events) this.#notePrice(event);
      batch.settle(this.#failure?.error);
    }
    this.#flushing = undefined;
  }

  #notePrice({ table, key, after }: RowEvent): void {
    if (table !== 'parts' || typeof key !== 'string') return;
    if (after === null) this.#prices.delete(key);
    else if ('price' in after) this.#prices.set(key, Number(after.price));
  }
}
