import type { Database } from '../../../src/database/database.ts';
import { engineOf } from '../../../src/database/engine-of.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { type KsqlServer, type KsqlServerOptions, startKsqlServer } from '../../../src/server/ksql-server.ts';

export interface TestServer extends KsqlServer {
  readonly database: Database;
  readonly engine: Engine;
  readonly defects: readonly unknown[];
}

/** A server over a database in memory, on any free port. */
export async function openServer(
  options: Partial<KsqlServerOptions> & { readonly database?: Database } = {},
): Promise<TestServer> {
  const database = options.database ?? (await openDatabase());
  const defects: unknown[] = [];
  const server = await startKsqlServer({
    database,
    host: '127.0.0.1',
    port: 0,
    onDefect: (error) => defects.push(error),
    ...options,
  });
  return {
    ...server,
    database,
    engine: engineOf(database),
    defects,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

/** A server as the recordings were made of: what ksqlDB refuses, and an extension takes, is refused; failures are kept in a stream. */
export const openStrictServer = async (): Promise<TestServer> =>
  openServer({
    database: await openDatabase({
      properties: {
        'ksqldb.compatibility': 'strict',
        'ksql.logging.processing.topic.auto.create': 'true',
        'ksql.logging.processing.stream.auto.create': 'true',
      },
    }),
  });
