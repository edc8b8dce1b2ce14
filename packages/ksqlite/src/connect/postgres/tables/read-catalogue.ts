/** What is asked of PostgreSQL's own catalogue. */
import { literal, rowsOf } from '../client/open-client.ts';
import type { PgClient } from '../client/pg-package.ts';
import type { RelationColumn } from '../pgoutput/message.ts';
import type { TypeInfo } from '../types/type-info.ts';
import type { TableFacts } from './table.ts';

const strings = (json: string | null | undefined): readonly string[] =>
  json === null || json === undefined ? [] : (JSON.parse(json) as readonly string[]);

/** All types that columns may have; those of rows are not among them. */
export async function readTypes(client: PgClient): Promise<ReadonlyMap<number, TypeInfo>> {
  const rows = await rowsOf(
    client,
    `SELECT oid, typname, typtype, typelem, typbasetype, typtypmod,
       (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
     FROM pg_type t WHERE typtype <> 'c' AND typtype <> 'p'`,
  );
  return new Map(
    rows.map(([oid, name, kind, element, base, modifier, labels]) => [
      Number(oid),
      {
        oid: Number(oid),
        name: name ?? '',
        kind: kind ?? '',
        element: Number(element),
        base: Number(base),
        modifier: Number(modifier),
        labels: strings(labels),
      },
    ]),
  );
}

/** undefined: there is no such table any more. */
export async function readFacts(client: PgClient, oid: number): Promise<TableFacts | undefined> {
  const columns = await rowsOf(
    client,
    `SELECT attname, attnotnull, pg_get_expr(d.adbin, d.adrelid)
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
     WHERE attrelid = ${oid} AND attnum > 0 AND NOT attisdropped`,
  );
  if (columns.length === 0) return undefined;
  const [key] = await rowsOf(
    client,
    `SELECT (SELECT json_agg(attname ORDER BY k.at) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(num, at)
        JOIN pg_attribute ON attrelid = i.indrelid AND attnum = k.num WHERE k.at <= i.indnkeyatts)
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = ${oid} AND (i.indisprimary OR i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid
       AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = ANY (i.indkey::int[]) AND NOT attnotnull))
     ORDER BY i.indisprimary DESC, c.relname LIMIT 1`,
  );
  return {
    columns: new Map(
      columns.map(([name, notNull, expression]) => [
        name ?? '',
        { optional: notNull !== 't', expression: expression ?? null },
      ]),
    ),
    key: strings(key?.[0]),
  };
}

export interface PublishedTable {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly RelationColumn[];
}

/** Tables that can be published, in order of schema and name; partitions are not: their table is. */
export async function readTables(client: PgClient): Promise<readonly PublishedTable[]> {
  const rows = await rowsOf(
    client,
    `SELECT c.oid, n.nspname, c.relname,
       (SELECT json_agg(json_build_object('name', attname, 'key', false, 'type', atttypid::int8, 'modifier', atttypmod) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition
     ORDER BY (n.nspname || '.' || c.relname) COLLATE "C"`,
  );
  return rows.map(([oid, schema, table, columns]) => ({
    oid: Number(oid),
    schema: schema ?? '',
    table: table ?? '',
    columns:
      columns === null || columns === undefined ? [] : (JSON.parse(columns) as readonly RelationColumn[]),
  }));
}

/** The tables of a publication, as `schema.table`; undefined: there is none of this name. */
export async function readPublished(
  client: PgClient,
  publication: string,
): Promise<ReadonlySet<string> | undefined> {
  const there = await rowsOf(client, `SELECT 1 FROM pg_publication WHERE pubname = ${literal(publication)}`);
  if (there.length === 0) return undefined;
  const rows = await rowsOf(
    client,
    `SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ${literal(publication)}`,
  );
  return new Set(rows.map(([schema, table]) => `${schema}.${table}`));
}
