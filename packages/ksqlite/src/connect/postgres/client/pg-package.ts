import { loadOptional } from '../../optional-package.ts';

/**
 * What is used of the package `pg`, written down here because it is optional: without it neither its code nor its types are there.
 */
export interface PgPackage {
  readonly Client: new (config: PgConfig) => PgClient;
}

export interface PgConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly ssl: false | Readonly<Record<string, unknown>>;
  readonly options: string;
  readonly application_name: string;
  readonly keepAlive: boolean;
  readonly connectionTimeoutMillis: number;
  /** `database`: a connection that replicates. */
  readonly replication?: 'database';
  /** How the text of a value is read. */
  readonly types: { readonly getTypeParser: () => (text: string) => string };
}

/** A row: with `rowMode: 'array'` its values in order, all as text. */
export type PgRow = readonly (string | null)[];

export interface PgClient {
  connect(): Promise<void>;
  query(query: {
    readonly text: string;
    readonly rowMode: 'array';
  }): Promise<{ readonly rows: readonly PgRow[] } | readonly unknown[]>;
  query(text: string): Promise<unknown>;
  end(): Promise<void>;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  /** Beneath it: what replication needs. */
  readonly connection: PgConnection;
}

export interface PgConnection {
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): unknown;
  once(event: 'replicationStart', listener: () => void): unknown;
  sendCopyFromChunk(chunk: Buffer): void;
  readonly stream: { pause(): void; resume(): void; destroy(): void };
}

/** @throws ConnectorError where it is not installed */
export const loadPg = async (): Promise<PgPackage> =>
  (await loadOptional<{ readonly default: PgPackage }>('pg')).default;
