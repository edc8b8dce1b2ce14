import { CommandError } from 'ksqlite/cli';

/** What is used of the package `pg`. It has no types of its own. */
export interface PgClient {
  connect(): Promise<void>;
  /** Of several statements: an array of results. */
  query(text: string): Promise<PgResult | readonly PgResult[]>;
  query(query: {
    readonly text: string;
    readonly values?: readonly unknown[];
    /** statements of one name are parsed once */
    readonly name?: string;
  }): Promise<PgResult>;
  end(): Promise<void>;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  readonly connection: { readonly stream: { destroy(): void } };
}

/** Each value as text, or null. */
export type PgRow = Readonly<Record<string, string | null>>;
export interface PgResult {
  readonly rows: readonly PgRow[];
}

interface PgPackage {
  readonly Client: new (config: Readonly<Record<string, unknown>>) => PgClient;
}

const PACKAGE: string = 'pg';

/** @throws CommandError USAGE where it is not installed */
export async function loadPg(): Promise<PgPackage> {
  try {
    const loaded: { readonly default: PgPackage } = await import(PACKAGE);
    return loaded.default;
  } catch (cause) {
    throw new CommandError('USAGE', `--postgres: needs the package ${PACKAGE} (npm install ${PACKAGE})`, {
      cause,
    });
  }
}
