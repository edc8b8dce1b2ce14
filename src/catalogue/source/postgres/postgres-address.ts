import { CommandError } from 'ksqlite/cli';

/** Where the database is, and who asks; no password. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly sslMode: SslMode;
}

const SSL_MODES = ['disable', 'require', 'verify-full'] as const;
type SslMode = (typeof SSL_MODES)[number];

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads `--postgres URL`. A password in it is refused: what stands on a command line is in the list of processes.
 *
 * @throws CommandError USAGE, which does not repeat the URL
 */
export function postgresOption(text: string | undefined): PostgresAddress | undefined {
  if (text === undefined) return undefined;
  const wants = (what: string) => new CommandError('USAGE', `--postgres: ${what}`);
  if (!URL.canParse(text)) throw wants('wants a URL such as postgres://USER@HOST:PORT/DATABASE');
  const url = new URL(text);
  if (!/^postgres(ql)?:$/.test(url.protocol))
    throw wants('wants a URL that begins with postgres://, such as postgres://USER@HOST:PORT/DATABASE');
  if (url.password !== '')
    throw wants(
      'leave the password out of the URL, where the list of processes shows it: PGPASSWORD has it, or a file that POSTGRES_SECRETS names',
    );
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || database === '') throw wants('the URL has no host or no database');
  const { sslmode = 'disable', ...others } = Object.fromEntries(url.searchParams);
  const sslMode = SSL_MODES.find((mode) => mode === sslmode);
  if (sslMode === undefined || Object.keys(others).length > 0)
    throw wants(`of parameters the URL can have sslmode alone: ${SSL_MODES.join(', ')}`);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    user: url.username === '' ? 'postgres' : decodeURIComponent(url.username),
    database,
    sslMode,
  };
}

/** For people. */
export const addressText = ({ host, port, database }: PostgresAddress): string =>
  `PostgreSQL at ${host}:${port}/${database}`;

/**
 * Where the password is, as a connector's configuration says it: the variable PGPASSWORD, or the key `password` of the properties file
 * that POSTGRES_SECRETS names; undefined: there is none.
 *
 * @throws CommandError USAGE
 */
export function passwordReference({ PGPASSWORD, POSTGRES_SECRETS: file }: Env): string | undefined {
  if (PGPASSWORD !== undefined) return `\${env:PGPASSWORD}`;
  if (file === undefined) return undefined;
  if (/[:}]/.test(file))
    throw new CommandError('USAGE', 'POSTGRES_SECRETS: the path of a file can have neither ":" nor "}"');
  return `\${file:${file}:password}`;
}
