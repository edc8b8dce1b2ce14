import type { CatalogueSettings } from '../../generator/initial-rows.ts';
import type { PgClient } from './pg-package.ts';

/** What a catalogue on PostgreSQL was made with, and how far it is. */
export interface Made extends CatalogueSettings {
  readonly transactions: number;
  /** rows that were ever changed */
  readonly rowEvents: number;
}

/** undefined: it was never begun, but its tables are there. */
export async function readMade(client: PgClient): Promise<Made | undefined> {
  const { rows } = await client.query({
    text: `SELECT parts, seed, transactions, (SELECT count(*) FROM catalogue_source.history) AS events FROM catalogue_source.made`,
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    parts: Number(row.parts),
    seed: row.seed ?? '',
    transactions: Number(row.transactions),
    rowEvents: Number(row.events),
  };
}
