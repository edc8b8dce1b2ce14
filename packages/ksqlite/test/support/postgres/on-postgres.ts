import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.ts';

/**
 * A `describe` with a PostgreSQL of its own; skipped with a word where none is installed. With `REQUIRE_POSTGRES=1` that is a failure.
 */
export function describeOnPostgres(name: string, tests: (server: () => PostgresServer) => void): void {
  if (postgresPrograms() === undefined && process.env.REQUIRE_POSTGRES !== '1') {
    process.stderr.write(`skipped, no PostgreSQL here: ${name}\n`);
    describe.skip(`${name} (no PostgreSQL here)`, () => {
      test.todo('needs PostgreSQL');
    });
    return;
  }
  describe(name, () => {
    let server: PostgresServer | undefined;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.stop());
    tests(() => {
      if (server === undefined) throw new Error('not started');
      return server;
    });
  });
}
