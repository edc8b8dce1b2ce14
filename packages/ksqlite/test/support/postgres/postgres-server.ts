/**
 * A PostgreSQL of a test's own, in a folder of its own, that ends with the process that started it however that ends: a shell between
 * the two kills it when its standard input is closed.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
/** Nobody's: PostgreSQL refuses to run as root. */
const OTHER_USER = { uid: 65_534, gid: 65_534 };
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
wal_level = logical
max_wal_senders = 20
max_replication_slots = 40
max_connections = 60
shared_buffers = 32MB
fsync = off
timezone = 'America/Sao_Paulo'
log_min_messages = warning
track_commit_timestamp = on
`;

/** Roles that are named so have to tell one. */
const WITH_PASSWORD = 'host all,replication with_password 127.0.0.1/32 scram-sha-256\n';

export interface PostgresServer {
  readonly port: number;
  /** Ends it as a crash would: at once, without a checkpoint. */
  crash(): Promise<void>;
  /** After `crash`: on the same port, with what was committed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of `initdb` and `postgres`, or undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const path = (process.env.PATH ?? '').split(delimiter);
  return [process.env.POSTGRES_BIN ?? '', ...path, ...debian].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/** User and database are `postgres`, without a password; a role `with_password` that a test makes needs one. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('initdb and postgres are not installed');
  const user: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? OTHER_USER : {};
  const folder = mkdtempSync(join(tmpdir(), 'ksqlite-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
  execFileSync(join(programs, 'initdb'), initdb, {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  appendFileSync(join(data, 'postgresql.conf'), SETTINGS);
  const rules = join(data, 'pg_hba.conf');
  writeFileSync(rules, `${WITH_PASSWORD}${readFileSync(rules, 'utf8')}`);

  let running: ChildProcess | undefined;
  /** Whether it listens; not where another process took the port meanwhile. */
  const start = async (port: number): Promise<boolean> => {
    const command =
      '"$0" "$@" 3<&- & pid=$!; (read -r _ <&3; kill -QUIT $pid 2>&-) & wait $pid; kill $! 2>&-';
    const child = spawn(
      'sh',
      ['-c', `exec 3<&0; ${command}`, join(programs, 'postgres'), '-D', data, '-p', String(port)],
      {
        ...user,
        cwd: folder,
        stdio: ['pipe', 'ignore', 'pipe'],
      },
    );
    child.stdin?.on('error', () => {});
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-10_000);
    });
    while (child.exitCode === null) {
      if (statusOf(data) === 'ready') {
        running = child;
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    if (/Address already in use/.test(said)) return false;
    throw new Error(`postgres did not start: ${said}`);
  };
  const end = async (): Promise<void> => {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  };

  let port = await freePort();
  while (!(await start(port))) port = await freePort();
  return {
    port,
    crash: end,
    restart: async () => {
      if (!(await start(port))) throw new Error(`port ${port} was taken meanwhile`);
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The last line of postmaster.pid says how far it is. */
function statusOf(data: string): string {
  try {
    return (readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7] ?? '').trim();
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
