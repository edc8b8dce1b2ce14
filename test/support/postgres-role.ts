import type { PostgresServer } from '../../packages/ksqlite/test/support/postgres/postgres-server.ts';
import { loadPg, type PgClient } from '../../src/catalogue/source/postgres/pg-package.ts';

/** What `PGPASSWORD` has in tests: nothing may tell it. */
export const PASSWORD = 'Pa55-of-the-shop';

/** A client of the superuser's. */
export async function superuser({ port }: PostgresServer, database = 'postgres'): Promise<PgClient> {
  const { Client } = await loadPg();
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database,
    options: '-c timezone=UTC',
    types: { getTypeParser: () => (text: string) => text },
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A database of a role that has `PASSWORD`, and may replicate and own it, nothing more. @returns its URL */
export async function ownedDatabase(server: PostgresServer, name: string): Promise<string> {
  const client = await superuser(server);
  const { rows } = await client.query({
    text: `SELECT 1 AS found FROM pg_roles WHERE rolname = 'with_password'`,
  });
  if (rows.length === 0)
    await client.query(`CREATE ROLE with_password LOGIN REPLICATION PASSWORD '${PASSWORD}'`);
  await client.query(`CREATE DATABASE ${name} OWNER with_password`);
  await client.end();
  return `postgres://with_password@127.0.0.1:${server.port}/${name}`;
}
