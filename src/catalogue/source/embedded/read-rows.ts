import type { ReadableTopics, TopicRecord } from 'ksqlite/topics';
import type { CatalogueSettings } from '../../generator/initial-rows.ts';
import { CatalogueRows } from '../../tables/catalogue-rows.ts';
import { change } from '../../tables/row-change.ts';
import { isRowRecord, ROWS_TOPIC, readRowRecord, readSettings } from './row-records.ts';

const AT_ONCE = 5_000;

/** Durable records of the embedded catalogue's topic from an offset on, in order. */
export async function* rowRecords(topics: ReadableTopics): AsyncGenerator<TopicRecord, void> {
  const [range] = (await topics.ranges(ROWS_TOPIC)) ?? [];
  if (range === undefined) return;
  for (let offset = range.start; offset < range.end; ) {
    const read = await topics.read(ROWS_TOPIC, 0, offset, AT_ONCE);
    yield* read;
    const last = read.at(-1);
    if (last === undefined) return;
    offset = last.offset + 1;
  }
}

/** The catalogue as it was left. */
export interface StoredCatalogue {
  readonly rows: CatalogueRows;
  /** undefined: it was never begun */
  readonly settings: CatalogueSettings | undefined;
  readonly transactions: number;
  readonly rowEvents: number;
  /** of the last transaction, ms since the epoch */
  readonly lastAt: number;
}

export async function readStored(topics: ReadableTopics): Promise<StoredCatalogue> {
  const rows = new CatalogueRows();
  let settings: CatalogueSettings | undefined;
  let last = { transaction: 0, n: 0, at: 0 };
  for await (const record of rowRecords(topics)) {
    if (!isRowRecord(record)) {
      settings = readSettings(record);
      continue;
    }
    const read = readRowRecord(record);
    const { table, key, row } = read;
    last = read;
    rows.apply(change(table, rows.get(table, key) ?? null, row ?? null));
  }
  return { rows, settings, transactions: last.transaction, rowEvents: last.n, lastAt: last.at };
}
