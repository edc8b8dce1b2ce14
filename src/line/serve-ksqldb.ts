import type { Database } from 'ksqlite';
import { CommandError, type Logger, type Metric, type Output, serve } from 'ksqlite/cli';
import type { ProgramView } from 'ksqlite/server';
import type { LineOptions } from './options.ts';

/**
 * Serves ksqlDB's API over the line's database, for this machine alone, and the Schema Registry's beside it; gives what ends it. A
 * port that nobody asked for may be taken: then the line runs without, and says so.
 *
 * @param context.metrics the line's own, beside the engine's
 * @param context.view the line's own, among those of the page
 * @throws CommandError LISTEN
 */
export async function serveKsqldb(
  database: Database,
  { ksqldb, registry }: Pick<LineOptions, 'ksqldb' | 'registry'>,
  {
    progress,
    log,
    metrics = () => [],
    view,
  }: {
    readonly progress: Output | undefined;
    readonly log?: Logger;
    readonly metrics?: () => readonly Metric[];
    readonly view?: ProgramView;
  },
): Promise<() => Promise<void>> {
  if (ksqldb === undefined) return async () => undefined;
  const wanted: Parameters<typeof serve>[0] = {
    database,
    host: HOST,
    port: ksqldb.port,
    metrics,
    ...(log && { logger: log, onDefect: (error) => log.error(`INTERNAL: ${String(error)}`) }),
    ...(view && { view }),
  };
  try {
    const server = await serveBoth(wanted, registry, progress);
    progress?.write(
      `ksqlDB's API at ${server.url} (npm run ksql -- --help), a page for browsers there, too\n`,
    );
    if (server.registryUrl !== undefined) progress?.write(`Schema Registry at ${server.registryUrl}\n`);
    return server.close;
  } catch (error) {
    if (ksqldb.asked || registry?.asked || !(error instanceof CommandError)) throw error;
    progress?.write(`${error.message}; ksqlDB's API is not served (--ksqldb-port names another port)\n`);
    return async () => undefined;
  }
}

const HOST = '127.0.0.1';

type Served = Awaited<ReturnType<typeof serve>>;

/** Without the registry where its port is taken, and nobody asked for it. Throws CommandError LISTEN. */
async function serveBoth(
  wanted: Parameters<typeof serve>[0],
  registry: LineOptions['registry'],
  progress: Output | undefined,
): Promise<Served> {
  if (registry === undefined) return serve(wanted);
  const address = `${HOST}:${registry.port}`;
  try {
    return await serve({ ...wanted, registry: { host: HOST, port: registry.port } });
  } catch (error) {
    if (registry.asked || !(error instanceof CommandError) || !error.message.includes(address)) throw error;
    progress?.write(
      `${error.message}; the Schema Registry is not served (--registry-port names another port)\n`,
    );
    return serve(wanted);
  }
}
