import type { Database } from '../../database/database.ts';
import { engineOf } from '../../database/engine-of.ts';
import { openDatabase } from '../../database/open-database.ts';
import type { DatabaseOptions } from '../../database/options.ts';
import { CommandError } from '../../errors/command-error.ts';
import { wayOut } from '../../inspect/held-records.ts';
import type { Logger } from '../../logging/logger.ts';
import { serveBoth } from '../server/serve-both.ts';
import { processLogger } from '../support/process-logger.ts';
import type { CommandContext } from '../support/run-main.ts';
import type { DevOptions, ProjectMode } from './dev-options.ts';
import { JsonReport } from './output/json-report.ts';
import type { ProjectReport } from './output/project-report.ts';
import { TextReport } from './output/text-report.ts';
import { readProject } from './project/project-files.ts';
import { RunningProject } from './running-project.ts';
import { type WatchFolders, watchFolders } from './watch-folders.ts';

/**
 * An engine, ksqlDB's API, the page and the Schema Registry, and the SQL of files in it, until a signal. Throws CommandError,
 * KsqlError.
 *
 * @param watch how changes of files are noticed; default: by the operating system
 * @returns the exit code
 */
export async function runProject(
  mode: ProjectMode,
  options: DevOptions,
  { env, clock, stdout, stderr, signal }: CommandContext,
  watch: WatchFolders = watchFolders(clock),
): Promise<number> {
  // what can't be read is told before anything is made
  readProject(options.paths);
  const report = options.json ? new JsonReport(stdout) : new TextReport(stdout, env, NO_FILES);
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<number>((resolve, reject) => {
    fail = reject;
    signal.addEventListener('abort', () => resolve(0));
  });
  // the engine may fail before anybody waits for the end
  ended.catch(() => undefined);
  const log = processLogger({ level: options.logLevel, out: stderr, env, clock });
  const database = await open(options, {
    onFailure: fail,
    onQueryError: ({ queryId, error }) =>
      log.error(`${queryId} is in state ERROR: ${error.errorMessage}\n${wayOut(queryId, 'ERROR')}`, {
        query: queryId,
      }),
    onRegistryState: ({ answers, text }) => (answers ? log.info(text) : log.warn(text)),
    onProblem: ({ text, queryId, reason, count }) => log.warn(text, { query: queryId, reason, count }),
  });
  try {
    const project = new RunningProject({
      engine: engineOf(database),
      paths: options.paths,
      inputs: options.inputs,
      mayDrop: mode === 'dev',
      report,
      logger: log,
    });
    // headless: nothing is served before all of it runs
    if (mode === 'run') await startOrRefuse(project);
    const close = await serve(database, mode, options, report, log);
    try {
      if (mode === 'dev') await project.look();
      const stop = project.follow(watch, fail, mode === 'dev');
      try {
        return await ended;
      } finally {
        await stop();
      }
    } finally {
      await close();
    }
  } finally {
    await database.close();
  }
}

function open({ data, properties }: DevOptions, handlers: DatabaseOptions): Promise<Database> {
  const settings = { ...handlers, properties };
  return data === undefined ? openDatabase(settings) : openDatabase(data, settings);
}

async function startOrRefuse(project: RunningProject): Promise<void> {
  const refused = (await project.look()).filter(({ done }) => done === 'refused').length;
  if (refused > 0)
    throw new CommandError(
      'SQL_REFUSED',
      `${refused} of the statements ${refused === 1 ? 'was' : 'were'} refused`,
    );
}

async function serve(
  database: Database,
  mode: ProjectMode,
  { listen, registry, token, data }: DevOptions,
  report: ProjectReport,
  log: Logger,
): Promise<() => Promise<void>> {
  const server = await serveBoth(
    {
      database,
      ...listen,
      interactive: mode === 'dev',
      ...(token === undefined ? {} : { token }),
      onDefect: (error) => log.error(`INTERNAL: ${String(error)}`),
      logger: log,
    },
    registry,
    (message) => log.warn(message),
  );
  report.listening({ api: server.url, registry: server.registryUrl, data });
  return () => server.close();
}

const NO_FILES = 'no SQL files were named: the page and `ksqlite sql` take statements (Ctrl-C ends this)';
