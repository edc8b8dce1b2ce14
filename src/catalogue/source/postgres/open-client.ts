import { readFileSync } from 'node:fs';
import { CommandError } from 'ksqlite/cli';
import { Backoff, type Clock, sleep } from 'ksqlite/clock';
import { resolveSecrets } from 'ksqlite/connect';
import { LINE_ERRORS } from '../../../contracts/line-errors.ts';
import { loadPg, type PgClient } from './pg-package.ts';
import { addressText, type PostgresAddress, passwordReference } from './postgres-address.ts';

/** How a connection is made. */
export interface Connecting {
  readonly address: PostgresAddress;
  /** where the password is */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** gives up waiting for a server that is away */
  readonly signal: AbortSignal;
  /** is told, now and then, that it is away */
  readonly warn: (text: string) => void;
  /** how long another writer may take to end, such as one that was killed; ms, default 10,000 */
  readonly lockWaitMs?: number;
}

const CONNECT_MS = 10_000;
/** Values that do not depend on what the server is set to. */
const SETTINGS = '-c datestyle=ISO -c timezone=UTC -c standard_conforming_strings=on -c statement_timeout=0';

/** @throws CommandError USAGE, or POSTGRES where trying again can't help; else what the server or the network said */
export async function openClient({ address, env }: Connecting): Promise<PgClient> {
  const { Client } = await loadPg();
  const { host, port, user, database, sslMode } = address;
  const client = new Client({
    host,
    port,
    user,
    database,
    password: passwordOf(env),
    ssl: sslMode === 'disable' ? false : { rejectUnauthorized: sslMode === 'verify-full' },
    options: SETTINGS,
    application_name: 'catalogue',
    connectionTimeoutMillis: CONNECT_MS,
    types: { getTypeParser: () => (text: string) => text },
  });
  client.on('error', () => undefined); // what was asked of it fails
  try {
    await client.connect();
    return client;
  } catch (cause) {
    client.connection.stream.destroy();
    if (mayPass(cause)) throw cause;
    throw postgresError(address, `refuses the connection: ${messageOf(cause)}`, cause);
  }
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const WARN_EVERY_MS = 30_000;

/**
 * Opens a connection and does the first thing with it, again and again while the server is away.
 *
 * @param first what it fails with is judged as the opening
 * @param giveUpMs undefined: never
 * @throws as `openClient`; CommandError POSTGRES when it gives up; the signal's reason when that fires
 */
export async function openPatiently(
  connecting: Connecting,
  first: (client: PgClient) => Promise<void>,
  giveUpMs = Number.POSITIVE_INFINITY,
): Promise<PgClient> {
  const { address, clock, signal, warn } = connecting;
  const pauses = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  const since = clock.now();
  let warnAt = since + FIRST_PAUSE_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      const client = await openClient(connecting);
      try {
        await first(client);
        return client;
      } catch (error) {
        client.connection.stream.destroy();
        throw error;
      }
    } catch (error) {
      if (!mayPass(error)) throw error;
      const now = clock.now();
      if (now - since >= giveUpMs) throw postgresError(address, `is away: ${messageOf(error)}`, error);
      if (now >= warnAt) {
        warn(`${addressText(address)} is away, and tried again: ${messageOf(error)}`);
        warnAt = now + WARN_EVERY_MS;
      }
      await sleep(clock, pauses.next(), signal);
    }
  }
}

/** The classes of SQLSTATE of a server that begins, ends, is full, or made transactions wait for each other. */
const PASSING = /^(08|53|57P|40)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Whether a new connection may help: the server or the network failed, not what was asked. */
export function mayPass(error: unknown): boolean {
  if (error instanceof CommandError) return false;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !SQLSTATE.test(code) || /^E[A-Z]+$/.test(code) || PASSING.test(code);
}

export const postgresError = (address: PostgresAddress, what: string, cause?: unknown): CommandError =>
  new CommandError(LINE_ERRORS.POSTGRES, `${addressText(address)} ${what}`, { cause });

export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.message !== '' ? error.message : 'code' in error ? String(error.code) : error.name;
};

function passwordOf(env: Connecting['env']): string | undefined {
  const reference = passwordReference(env);
  if (reference === undefined) return undefined;
  try {
    const sources = { env, readFile: (path: string) => readFileSync(path, 'utf8') };
    return resolveSecrets({ password: reference }, sources).config.password;
  } catch (cause) {
    throw new CommandError('USAGE', `POSTGRES_SECRETS: ${messageOf(cause)}`, { cause });
  }
}
