import type { Database } from 'ksqlite';
import { type KsqlServer, startKsqlServer } from 'ksqlite/server';

/** ksqlDB's HTTP API over a database that this process works with, too. Port 0: any that is free. */
export const serve = (database: Database, port = 8088): Promise<KsqlServer> =>
  startKsqlServer({ database, host: '127.0.0.1', port });
