import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../connector-error.ts';
import type { PostgresConfig } from '../config/postgres-config.ts';
import { inTurn } from './in-turn.ts';
import { loadPg, type PgClient, type PgConfig, type PgRow } from './pg-package.ts';

/** So that all values are written as types/ reads them, whatever the server is set to. */
const OUTPUT = [
  'datestyle=ISO',
  'intervalstyle=iso_8601',
  'timezone=UTC',
  'bytea_output=hex',
  'extra_float_digits=3',
  'lc_monetary=C',
  'statement_timeout=0',
  'idle_in_transaction_session_timeout=0',
];
const CONNECT_MS = 10_000;

/** What trying again does not change: wrong credentials, no such database, no right to replicate. */
const REFUSED: ReadonlySet<string> = new Set(['28000', '28P01', '3D000', '42501']);

/**
 * Opens a connection; `onLost` is called once when it breaks.
 *
 * @throws ConnectorError where trying again can't help, else what the server or the network said
 */
export async function openClient(
  config: PostgresConfig,
  kind: 'queries' | 'replication',
  onLost: (error: Error, client: PgClient) => void,
): Promise<PgClient> {
  const { Client } = await loadPg();
  const options: PgConfig = {
    host: config.hostname,
    port: config.port,
    user: config.user,
    password: config.password,
    database: config.database,
    options: OUTPUT.map((setting) => `-c ${setting}`).join(' '),
    application_name: `ksqlite ${config.prefix}`,
    keepAlive: config.keepAlive,
    connectionTimeoutMillis: CONNECT_MS,
    ssl: false,
    ...(kind === 'replication' ? { replication: 'database' as const } : {}),
    types: { getTypeParser: () => (text) => text },
  };
  const connect = async (ssl: PgConfig['ssl']): Promise<PgClient> => {
    const client = new Client({ ...options, ssl });
    // without a listener a broken connection would end the process
    client.on('error', (error) => onLost(error ?? new Error('the connection broke'), client));
    client.on('end', () => onLost(new Error('the server closed the connection'), client));
    await client.connect();
    if (kind === 'queries') client.query = inTurn(client.query.bind(client));
    return client;
  };
  try {
    const ssl = await sslOf(config);
    if (config.ssl.mode !== 'prefer') return await connect(ssl);
    return await connect(ssl).catch((error: unknown) => {
      if (/does not support SSL/.test(String(error))) return connect(false);
      throw error;
    });
  } catch (error) {
    throw openError(config, error);
  }
}

/** Rows of one query, all values as text. */
export async function rowsOf(client: PgClient, text: string): Promise<readonly PgRow[]> {
  const result = await client.query({ text, rowMode: 'array' });
  return 'rows' in result ? result.rows : [];
}

async function sslOf({ ssl }: PostgresConfig): Promise<PgConfig['ssl']> {
  if (ssl.mode === 'disable') return false;
  const file = (path: string | undefined) => (path === undefined ? undefined : readFile(path));
  return {
    rejectUnauthorized: ssl.mode === 'verify-ca' || ssl.mode === 'verify-full',
    ca: await file(ssl.rootCertificate),
    cert: await file(ssl.certificate),
    key: await file(ssl.key),
    passphrase: ssl.keyPassword,
    ...(ssl.mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

function openError({ hostname, port, database }: PostgresConfig, error: unknown): Error {
  if (error instanceof ConnectorError) return error;
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message || code : String(error);
  const message = `PostgreSQL at ${hostname}:${port}/${database} can't be reached: ${reason}`;
  return code !== undefined && REFUSED.has(code)
    ? new ConnectorError(message, { cause: error })
    : new Error(message, { cause: error });
}

/** An SQLSTATE, or Node's name of an error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A name in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text in SQL. */
export const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
