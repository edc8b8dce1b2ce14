import { openDatabase } from '../../database/open-database.ts';
import { CommandError } from '../../errors/command-error.ts';
import { wayOut } from '../../inspect/held-records.ts';
import type { KsqlServer, KsqlServerOptions } from '../../server/ksql-server.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command, Output } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { type KsqldbOptions, ksqldbHelp, ksqldbOptions } from './ksqldb-options.ts';
import { readQueriesFile, runQueriesFile } from './queries-file.ts';
import { serve } from './serve.ts';

/**
 * Serves a data folder until its signal, or until the engine fails. Throws CommandError, KsqlError.
 *
 * @param invocation what the help calls it; default `ksqlite server`
 */
export const serverCommand =
  (invocation?: Invocation): Command =>
  async (argv, { env, stdout, stderr, signal }) => {
    if (asksForHelp(argv)) {
      stdout.write(ksqldbHelp(widthOf(stdout), invocation));
      return 0;
    }
    const { data, retentionMs, listen, registry, token, properties, queriesFile } = ksqldbOptions(
      argv,
      env,
      invocation,
    );
    const file = queriesFile === undefined ? undefined : readQueriesFile(queriesFile);
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
      onFailure: fail,
      onQueryError: ({ queryId, error }) =>
        stderr.write(
          `${queryId} is in state ERROR: ${error.errorMessage}\nThe log keeps what it has not read, beyond all retention. ${wayOut(queryId, 'ERROR')}\n`,
        ),
      onProblem: ({ text }) => stderr.write(`${text}\n`),
    });
    try {
      if (file !== undefined) await runQueriesFile(database, file, Date.now);
      const server = await serveBoth(
        {
          database,
          ...listen,
          interactive: file === undefined,
          ...(token === undefined ? {} : { token }),
          onDefect: (error) => stderr.write(`INTERNAL: ${String(error)}\n`),
        },
        registry,
        stderr,
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
  };

/** A port of the Schema Registry that nobody asked for may be taken: then it is not served, and that is said. */
async function serveBoth(
  options: KsqlServerOptions,
  registry: KsqldbOptions['registry'],
  stderr: Output,
): Promise<KsqlServer> {
  if (registry === undefined) return serve(options);
  const { asked, ...address } = registry;
  try {
    return await serve({ ...options, registry: address });
  } catch (error) {
    if (asked || !(error instanceof CommandError)) throw error;
    const server = await serve(options);
    stderr.write(`${error.message}: the Schema Registry is not served (--registry names another port)\n`);
    return server;
  }
}
