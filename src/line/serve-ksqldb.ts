import type { Database } from 'ksqlite';
import { CommandError, type Output, serve } from 'ksqlite/cli';
import type { LineOptions } from './options.ts';

/**
 * Serves ksqlDB's API over the line's database, for this machine alone; gives what ends it. A port that nobody asked for
 * may be taken: then the line runs without, and says so.
 *
 * @throws CommandError LISTEN
 */
export async function serveKsqldb(
  database: Database,
  wanted: LineOptions['ksqldb'],
  { progress }: { readonly progress: Output | undefined },
): Promise<() => Promise<void>> {
  if (wanted === undefined) return async () => undefined;
  try {
    const server = await serve({ database, host: '127.0.0.1', port: wanted.port });
    progress?.write(`ksqlDB's API at ${server.url} (npm run ksql -- --help)\n`);
    return server.close;
  } catch (error) {
    if (wanted.asked || !(error instanceof CommandError)) throw error;
    progress?.write(`${error.message}; ksqlDB's API is not served (--ksqldb-port names another port)\n`);
    return async () => undefined;
  }
}
