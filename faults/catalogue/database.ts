import {
  type PostgresServer,
  startPostgres,
} from '../../packages/ksqlite/test/support/postgres/postgres-server.ts';
import { ownedDatabase, PASSWORD } from '../../test/support/postgres-role.ts';

/** A PostgreSQL of a run's own, with a database for the catalogue. */
export interface Database extends PostgresServer {
  readonly url: string;
  readonly password: string;
}

export async function startDatabase(): Promise<Database> {
  const server = await startPostgres();
  return { ...server, url: await ownedDatabase(server, 'shop'), password: PASSWORD };
}
