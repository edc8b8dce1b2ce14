import { CommandError } from 'ksqlite/cli';
import { z } from 'zod';
import { money, rate, zonedTime } from '../../tables/column-types.ts';
import { TABLE_NAMES, TABLES } from '../../tables/tables.ts';
import type { HistoryLine } from '../source-of-truth.ts';
import { type Connecting, openPatiently } from './open-client.ts';
import type { PgClient } from './pg-package.ts';
import { zonedOf } from './read-tables.ts';

const AT_ONCE = 5_000;
const WAIT_MS = 60_000;

/** The time of a commit is in µs, and ours in ms, as Debezium's `source.ts_ms`. */
const TEXT = `
  SELECT n, xid, floor(extract(epoch FROM pg_xact_commit_timestamp(xid)) * 1000)::int8 AS at, table_name, key, before, after
  FROM catalogue_source.history WHERE n > $1 ORDER BY n LIMIT ${AT_ONCE}`;

const tableName = z.enum(TABLE_NAMES);

/**
 * Every row that was ever committed, in order, over a connection of its own.
 *
 * @param after see SourceOfTruth.history
 * @throws CommandError USAGE where the server does not keep what it needs; what the server says
 */
export async function* readHistory(connecting: Connecting, after: number): AsyncGenerator<HistoryLine, void> {
  // also of a process that is told to end
  const toTheEnd = { ...connecting, signal: new AbortController().signal };
  const client = await openPatiently(toTheEnd, (opened) => requireCommitTimes(opened, connecting), WAIT_MS);
  try {
    yield* linesOf(client, after);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* linesOf(client: PgClient, after: number): AsyncGenerator<HistoryLine, void> {
  let n = 0;
  let transaction = 0;
  let xid: string | null | undefined;
  for (let last = '0'; ; ) {
    const { rows } = await client.query({ text: TEXT, values: [last] });
    for (const row of rows) {
      n += 1;
      if (row.xid !== xid) transaction += 1;
      xid = row.xid;
      const table = tableName.parse(row.table_name);
      const isText = table === 'parts';
      if (n > after)
        yield {
          n,
          transaction,
          at: Number(row.at),
          table,
          key: isText ? (row.key ?? '') : Number(row.key),
          before: rowOf(table, row.before),
          after: rowOf(table, row.after),
        };
    }
    const end = rows.at(-1)?.n;
    if (end == null) return;
    last = end;
  }
}

/** JSON has decimals as numbers, and a time with its zone. */
function rowOf(table: z.infer<typeof tableName>, text: string | null | undefined): HistoryLine['after'] {
  if (text == null) return null;
  const row: Readonly<Record<string, unknown>> = JSON.parse(text);
  const shape: Readonly<Record<string, unknown>> = TABLES[table].shape;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const type = shape[name];
      if ((type === money || type === rate) && typeof value === 'number') return [name, value.toFixed(2)];
      return [name, type === zonedTime && typeof value === 'string' ? zonedOf(value) : value];
    }),
  );
}

/** @throws CommandError USAGE where the server does not keep the times of commits */
export async function requireCommitTimes(client: PgClient, { address }: Connecting): Promise<void> {
  const { rows } = await client.query({ text: `SELECT current_setting('track_commit_timestamp') AS kept` });
  if (rows[0]?.kept === 'on') return;
  throw new CommandError(
    'USAGE',
    `--history: the server at ${address.host}:${address.port} does not keep the times of commits: ALTER SYSTEM SET track_commit_timestamp = on, restart it, and begin another catalogue`,
  );
}
