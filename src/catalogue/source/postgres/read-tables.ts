import { CatalogueRows } from '../../tables/catalogue-rows.ts';
import { int, zonedTime } from '../../tables/column-types.ts';
import { change } from '../../tables/row-change.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../tables/tables.ts';
import type { PgClient, PgRow } from './pg-package.ts';

/** All rows as they are now, each table in the order of its keys. @throws ZodError for columns that are not the catalogue's */
export async function readTables(client: PgClient): Promise<CatalogueRows> {
  const rows = new CatalogueRows();
  for (const table of TABLE_NAMES) {
    const names = Object.keys(TABLES[table].shape).map((name) => columnText(table, name));
    const text = `SELECT ${names.join(', ')} FROM public.${table} ORDER BY id`;
    for (const row of (await client.query({ text })).rows)
      rows.apply(change(table, null, TABLES[table].parse(rowOf(table, row)) as never));
  }
  return rows;
}

const shapeOf = (table: TableName): Readonly<Record<string, unknown>> => TABLES[table].shape;

/** As Debezium writes them. */
const columnText = (table: TableName, name: string): string =>
  shapeOf(table)[name] === zonedTime ? `(to_json(${name}) #>> '{}') AS ${name}` : name;

const rowOf = (table: TableName, row: PgRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, asValue(shapeOf(table)[name], text)]));

function asValue(type: unknown, text: string | null): string | number | null {
  if (text === null) return null;
  if (type === int) return Number(text);
  return type === zonedTime ? zonedOf(text) : text;
}

/** What PostgreSQL writes as JSON of a TIMESTAMPTZ, in UTC, as Debezium does. */
export function zonedOf(text: string): string {
  const [, seconds = text, fraction = ''] = /^([^.+]*)(?:\.(\d+))?\+00:00$/.exec(text) ?? [];
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
}
