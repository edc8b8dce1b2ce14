import { loadOptional } from '../optional-package.ts';
import type { Neo4jConfig } from './neo4j-config.ts';

/** What is used of the package `neo4j-driver`, written down here because it is optional: without it neither its code nor its types are there. */
export interface Neo4jPackage {
  driver(uri: string, auth: unknown, config: Readonly<Record<string, unknown>>): Driver;
  readonly auth: {
    basic(name: string, password: string, realm?: string): unknown;
    bearer(token: string): unknown;
  };
  readonly types: {
    readonly DateTime: new (
      ...parts: readonly [number, number, number, number, number, number, number, number]
    ) => unknown;
  };
}

export interface Driver {
  session(options: { readonly database?: string; readonly defaultAccessMode: 'WRITE' }): Session;
  close(): Promise<void>;
}

export interface Session {
  run(query: string): Promise<unknown>;
  executeWrite<T>(
    work: (transaction: Transaction) => Promise<T>,
    config?: { readonly timeout: number },
  ): Promise<T>;
  close(): Promise<void>;
}

export interface Transaction {
  run(
    query: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly records: readonly { get(name: string): unknown }[] }>;
}

/** @throws ConnectorError where it is not installed */
export const loadDriver = async (): Promise<Neo4jPackage> =>
  (await loadOptional<{ readonly default: Neo4jPackage }>('neo4j-driver')).default;

/** Connects when it is first used. */
export function openDriver(neo4j: Neo4jPackage, config: Neo4jConfig): Driver {
  return neo4j.driver(config.uri, authOf(neo4j, config), {
    // whole numbers of a graph are 64 bits
    useBigInt: true,
    disableLosslessIntegers: false,
    maxConnectionPoolSize: config.poolSize,
    maxConnectionLifetime: config.connectionLifeMs,
    connectionAcquisitionTimeout: config.acquireMs,
    connectionTimeout: config.connectMs,
    maxTransactionRetryTime: config.retryMs,
    userAgent: 'ksqlite',
    ...(config.uri.includes('+') ? {} : { encrypted: config.isEncrypted }),
  });
}

function authOf({ auth }: Neo4jPackage, { authentication }: Neo4jConfig): unknown {
  switch (authentication.type) {
    case 'NONE':
      return undefined;
    case 'BEARER':
      return auth.bearer(authentication.token);
    case 'BASIC':
      return auth.basic(authentication.name, authentication.password, authentication.realm);
  }
}
