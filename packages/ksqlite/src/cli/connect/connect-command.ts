/**
 * `ksqlite connect`: connectors as a process on Kafka, configured by files, as Kafka Connect's standalone worker. A source's records
 * and its offset are in one transaction, fenced by the connector's name; a sink is a member of the consumer group `connect-NAME`.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import {
  type Connector,
  type ConnectorStore,
  type ConnectRuntime,
  ConnectWorker,
  withOwn,
} from '../../connect/index.ts';
import { CommandError } from '../../errors/command-error.ts';
import type { ChooseTopics, ChosenTopics } from '../../topics/chosen-topics.ts';
import { CommandLog } from '../support/command-log.ts';
import {
  addCommonOptions,
  type CommonGiven,
  commonHelp,
  healthHostOption,
  healthPortOption,
  logLevelOf,
  waitOption,
} from '../support/options/common-options.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp, newParser, parseGiven } from '../support/options/parse-given.ts';
import { RetryWithBackoff } from '../support/retry-with-backoff.ts';
import type { Command, CommandContext, Env, Output } from '../support/run-main.ts';
import { startConnectServer } from './connect-server.ts';
import { type FileConnector, readConnectorFiles } from './connector-files.ts';

const OWN: Invocation = {
  as: 'ksqlite connect',
  examples: [
    ['ksqlite connect lines.properties', 'runs the connector that the file configures, until Ctrl-C'],
    [
      'ksqlite connect --health-port 8083 *.json',
      'several, with Kafka Connect’s REST API, health and metrics at http://127.0.0.1:8083',
    ],
  ],
};

/**
 * Runs until a signal. Throws CommandError.
 *
 * @param connectors of a program's own, beside those of this package
 */
export function connectCommand(
  choose: ChooseTopics,
  invocation: Invocation = OWN,
  connectors: readonly Connector[] = [],
): Command {
  return async (argv, context) => {
    if (asksForHelp(argv)) {
      context.stdout.write(helpOf(invocation, context.stdout));
      return 0;
    }
    const { options, args } = parseGiven<CommonGiven>(parserOf(invocation), argv);
    if (args.length === 0)
      throw new CommandError(
        'USAGE',
        'no files were named; each has the keys of one connector (--help says more)',
      );
    const files = readConnectorFiles(args);
    const chosen = onKafka(choose, context.env, invocation);
    const log = new CommandLog(logLevelOf(options), context);
    const worker = workerOf(files, chosen, connectors, { log, context });
    await refuseInvalid(worker, files);
    const { clock, signal, stdout, env } = context;
    const retry = new RetryWithBackoff({
      waitMs: waitOption(options),
      clock,
      signal,
      log: (line) => log.warn(line),
    });
    await retry.untilAnswered(async () => (await chosen.connect()).close());
    const port = healthPortOption(options);
    const server =
      port === undefined
        ? undefined
        : await startConnectServer(worker, {
            port,
            host: healthHostOption(options),
            token: env.KSQLDB_TOKEN || undefined,
          });
    try {
      await worker.start();
      if (server !== undefined) log.info(`connectors at ${server.url}/connectors`);
      log.info(`runs ${files.map(({ name }) => name).join(', ')} (Ctrl-C ends this)`);
      await stopped(signal);
    } finally {
      await worker.close();
      await server?.close();
    }
    stdout.write(options.json === true ? `${JSON.stringify(reportOf(worker))}\n` : textOf(worker));
    return 0;
  };
}

type OnKafka = Extract<ChosenTopics, { readonly runtime: 'kafka' }>;

function onKafka(choose: ChooseTopics, env: Env, { as }: Invocation): OnKafka {
  const chosen = choose(env);
  if (chosen.runtime === 'kafka') return chosen;
  throw new CommandError(
    'USAGE',
    `KAFKA_BOOTSTRAP: is not set, and ${as} works on a Kafka broker: set it to its address, such as localhost:9092. Without Kafka: CREATE SOURCE CONNECTOR in a file of ksqlite dev`,
  );
}

function workerOf(
  files: readonly FileConnector[],
  chosen: OnKafka,
  connectors: readonly Connector[],
  { log, context: { clock, env } }: { readonly log: CommandLog; readonly context: CommandContext },
): ConnectWorker {
  const runtime: ConnectRuntime = {
    connect: (name) => chosen.connect(name),
    offsets: 'topic',
    workerId: `${hostname()}:${process.pid}`,
    clock,
    log,
    secrets: { env, readFile: (path) => readFileSync(path, 'utf8') },
  };
  return new ConnectWorker({ runtime, plugins: withOwn(connectors), store: filesAsStore(files) });
}

/** The files say what there is: nothing is stored, and a connector that was paused runs after a restart. */
const filesAsStore = (files: readonly FileConnector[]): ConnectorStore => ({
  load: async () => files.map(({ name, config }) => ({ name, config, isPaused: false })),
  save: async () => undefined,
  setPaused: async () => undefined,
  remove: async () => undefined,
});

/** @throws CommandError USAGE that names each file and key */
async function refuseInvalid(worker: ConnectWorker, files: readonly FileConnector[]): Promise<void> {
  const errors: string[] = [];
  for (const { file, config } of files)
    for (const error of await worker.validate(config)) errors.push(`${file}: ${error}`);
  if (errors.length > 0) throw new CommandError('USAGE', errors.join('\n'));
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

const reportOf = (worker: ConnectWorker) => ({
  connectors: worker.list().map((one) => ({
    name: one.name,
    tasks: one.tasks().map(({ id, counts }) => ({ id, ...counts })),
  })),
});

const textOf = (worker: ConnectWorker): string =>
  worker
    .list()
    .flatMap((one) =>
      one.tasks().map(({ id, counts: { records, failures, errors, deadLetters } }) => {
        const what = one.kind === 'source' ? 'written' : 'put';
        return `${one.name}, task ${id}: ${records} records ${what}, ${failures} failures, ${errors} records passed over, ${deadLetters} dead letters\n`;
      }),
    )
    .join('');

function parserOf({ as }: Invocation) {
  const parser = newParser(
    as,
    'Runs connectors on Kafka, exactly once into topics: each file has the keys of one, as Kafka Connect takes them.',
    '[options] <file.properties | file.json>…',
  );
  parser.allowExcessArguments(true);
  addCommonOptions(parser, ['wait', 'healthPort', 'healthHost', 'json', 'logLevel']);
  return parser;
}

const helpOf = (invocation: Invocation, out: Output): string =>
  commonHelp(parserOf(invocation), out, {
    examples: invocation.examples,
    errors: ['INPUT_UNREADABLE'],
    environment: `  KSQLDB_TOKEN                  what those who ask the REST API must know; without it only this machine may ask
`,
  });
