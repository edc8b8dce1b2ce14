import type { Database } from '../../database/database.ts';
import { engineOf } from '../../database/engine-of.ts';
import { openDatabase, openOn } from '../../database/open-database.ts';
import type { DatabaseOptions } from '../../database/options.ts';
import { CommandError } from '../../errors/command-error.ts';
import { wayOut } from '../../inspect/held-records.ts';
import type { Disk } from '../../log/disk/disk.ts';
import { memoryDisk } from '../../log/disk/memory-disk.ts';
import type { Logger } from '../../logging/logger.ts';
import type { KsqlServer } from '../../server/ksql-server.ts';
import { serveBoth } from '../server/serve-both.ts';
import {
  type FunctionsFile,
  type LoadFunctions,
  loadFunctions,
} from '../support/functions/load-functions.ts';
import { processLogger } from '../support/process-logger.ts';
import type { CommandContext } from '../support/run-main.ts';
import type { DevOptions, ProjectMode } from './dev-options.ts';
import { JsonReport } from './output/json-report.ts';
import type { ProjectReport } from './output/project-report.ts';
import { TextReport } from './output/text-report.ts';
import { readProject } from './project/project-files.ts';
import { RunningProject } from './running-project.ts';
import { type WatchFolders, watchFolders } from './watch-folders.ts';
import { watchFunctions } from './watch-functions.ts';

/** How changes are noticed, and functions loaded. */
export interface ProjectWorld {
  /** default: by the operating system */
  readonly watch?: WatchFolders;
  readonly load?: LoadFunctions;
}

/**
 * An engine, ksqlDB's API, the page and the Schema Registry, and the SQL of files in it, until a signal. When the file of functions
 * changes, the engine is closed and opened again on what it left, with the new ones, at the same addresses. Throws CommandError,
 * KsqlError.
 *
 * @returns the exit code
 */
export async function runProject(
  mode: ProjectMode,
  options: DevOptions,
  context: CommandContext,
  { watch = watchFolders(context.clock), load = loadFunctions }: ProjectWorld = {},
): Promise<number> {
  const { env, clock, stdout, stderr } = context;
  // what can't be read is told before anything is made
  readProject(options.paths);
  const file = options.functions === undefined ? undefined : await load(options.functions);
  const report = options.json ? new JsonReport(stdout) : new TextReport(stdout, env, NO_FILES);
  const log = processLogger({ level: options.logLevel, out: stderr, env, clock });
  const shared = { mode, context, report, log, watch, load, disk: memoryDisk() };
  let next: Restart | undefined = { file, options };
  while (next !== undefined) next = await runEngine(next, shared);
  return 0;
}

interface Shared {
  readonly mode: ProjectMode;
  readonly context: CommandContext;
  readonly report: ProjectReport;
  readonly log: Logger;
  readonly watch: WatchFolders;
  readonly load: LoadFunctions;
  /** Where everything is, without a data folder. */
  readonly disk: Disk;
}

/** What an engine is started with again. */
interface Restart {
  readonly file: FunctionsFile | undefined;
  /** With the ports that were free. */
  readonly options: DevOptions;
}

/** Resolves once the engine is closed. undefined: the signal came. */
async function runEngine(
  { file, options }: Restart,
  { mode, context, report, log, watch, load, disk }: Shared,
): Promise<Restart | undefined> {
  const { signal } = context;
  let fail: (error: unknown) => void = () => undefined;
  let restart: (file: FunctionsFile) => void = () => undefined;
  const ended = new Promise<FunctionsFile | undefined>((resolve, reject) => {
    fail = reject;
    restart = resolve;
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });
  // the engine may fail before anybody waits for the end
  ended.catch(() => undefined);
  const database = await open(options, disk, {
    ...(file === undefined ? {} : { functions: file.functions }),
    onFailure: fail,
    onQueryError: ({ queryId, error }) =>
      log.error(`${queryId} is in state ERROR: ${error.errorMessage}\n${wayOut(queryId, 'ERROR')}`, {
        query: queryId,
      }),
    onRegistryState: ({ answers, text }) => (answers ? log.info(text) : log.warn(text)),
    connectorLog: log,
    onProblem: ({ text, queryId, reason, count }) => log.warn(text, { query: queryId, reason, count }),
  });
  try {
    const project = new RunningProject({
      engine: engineOf(database),
      paths: options.paths,
      inputs: options.inputs,
      functions: options.functions,
      mayDrop: mode === 'dev',
      report,
      logger: log,
    });
    // headless: nothing is served before all of it runs
    if (mode === 'run') await startOrRefuse(project);
    const server = await serve(database, mode, options, report, log);
    try {
      if (mode === 'dev') await project.look();
      const stop = project.follow(watch, fail, mode === 'dev');
      const stopFunctions =
        file !== undefined && mode === 'dev'
          ? watchFunctions(file, {
              watch,
              load,
              onUnreadable: (message) => report.unreadable(message),
              onChange: restart,
            })
          : () => undefined;
      try {
        const changed = await ended;
        return changed && { file: changed, options: atAddresses(options, server) };
      } finally {
        stopFunctions();
        await stop();
      }
    } finally {
      await server.close();
    }
  } finally {
    await database.close();
  }
}

function open({ data, properties }: DevOptions, disk: Disk, handlers: DatabaseOptions): Promise<Database> {
  const settings = { ...handlers, properties };
  return data === undefined ? openOn(disk, settings) : openDatabase(data, settings);
}

/** Clients find the next engine where this one was. */
function atAddresses(options: DevOptions, { url, registryUrl }: KsqlServer): DevOptions {
  const { listen, registry } = options;
  const port = (address: string): number => Number(new URL(address).port);
  return {
    ...options,
    listen: { ...listen, port: port(url) },
    registry:
      registry === undefined || registryUrl === undefined
        ? registry
        : { ...registry, port: port(registryUrl) },
  };
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
): Promise<KsqlServer> {
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
  return server;
}

const NO_FILES = 'no SQL files were named: the page and `ksqlite sql` take statements (Ctrl-C ends this)';
