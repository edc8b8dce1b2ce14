import { openDatabase } from '../../database/open-database.ts';
import { wayOut } from '../../inspect/held-records.ts';
import { loadFunctions } from '../support/functions/load-functions.ts';
import { processLogger } from '../support/process-logger.ts';
import type { CommandContext } from '../support/run-main.ts';
import type { KsqldbOptions } from './ksqldb-options.ts';
import { readQueriesFile, runQueriesFile } from './queries-file.ts';
import { serveBoth } from './serve-both.ts';

/**
 * Serves a data folder until its signal, or until the engine fails. Throws CommandError, KsqlError.
 *
 * @returns the exit code
 */
export async function runServer(
  { data, retentionMs, listen, registry, token, properties, queriesFile, functions, logLevel }: KsqldbOptions,
  { env, clock, stdout, stderr, signal }: CommandContext,
): Promise<number> {
  const log = processLogger({ level: logLevel, out: stderr, env, clock });
  const file = queriesFile === undefined ? undefined : readQueriesFile(queriesFile);
  const own = functions === undefined ? undefined : await loadFunctions(functions);
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<number>((resolve, reject) => {
    fail = reject;
    signal.addEventListener('abort', () => resolve(0));
  });
  // the engine may fail before anybody waits for the end
  ended.catch(() => undefined);
  const database = await openDatabase(data, {
    retentionMs,
    properties,
    ...(own === undefined ? {} : { functions: own.functions }),
    onFailure: fail,
    onQueryError: ({ queryId, error }) =>
      log.error(
        `${queryId} is in state ERROR: ${error.errorMessage}\nThe log keeps what it has not read, beyond all retention. ${wayOut(queryId, 'ERROR')}`,
        { query: queryId },
      ),
    onRegistryState: ({ answers, text }) => (answers ? log.info(text) : log.warn(text)),
    connectorLog: log,
    onProblem: ({ text, queryId, reason, count }) => log.warn(text, { query: queryId, reason, count }),
  });
  try {
    if (file !== undefined) await runQueriesFile(database, file, Date.now);
    const server = await serveBoth(
      {
        database,
        ...listen,
        interactive: file === undefined,
        ...(token === undefined ? {} : { token }),
        onDefect: (error) => log.error(`INTERNAL: ${String(error)}`),
        logger: log,
      },
      registry,
      (message) => log.warn(message),
    );
    try {
      if (file !== undefined)
        stdout.write(`Server started with query file ${file.name}. Interactive mode is disabled.\n`);
      stdout.write(`ksqlDB's API at ${server.url}, data in ${data} (Ctrl-C stops it)\n`);
      if (server.registryUrl !== undefined) stdout.write(`Schema Registry at ${server.registryUrl}\n`);
      return await ended;
    } finally {
      await server.close();
    }
  } finally {
    await database.close();
  }
}
