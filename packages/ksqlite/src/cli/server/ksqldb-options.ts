import { NO_PROCESSING_LOG_STREAM, PROCESSING_LOG_ON } from '../../problems/processing-log-settings.ts';
import { FUNCTIONS_OPTION } from '../support/functions/functions-option.ts';
import { LOG_LEVEL_HELP, type LogLevel, logLevelOption } from '../support/log-level.ts';
import { errorExitCodes, exampleText, exitCodeText, SERVER_ERRORS } from '../support/options/help-text.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { newParser, optionHelp, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES } from '../support/options/value.ts';
import { compatibilityOption } from './compatibility-option.ts';
import { type ListenAddress, listenAddress } from './listen-address.ts';
import { processingLogOption } from './processing-log-option.ts';
import { needToken, registryOptions, type ServedRegistry } from './registry-options.ts';
import { serverToken } from './server-token.ts';

/** What the server was asked to do. */
export interface KsqldbOptions {
  /** the data folder, as given */
  readonly data: string;
  /** how long records are kept, ms; −1: for ever; undefined: seven days */
  readonly retentionMs: number | undefined;
  readonly listen: ListenAddress;
  /** where the Schema Registry is served, and whether it was asked for; undefined: nowhere */
  readonly registry: ServedRegistry | undefined;
  readonly token: string | undefined;
  /** headless mode: the file of what runs, as given */
  readonly queriesFile: string | undefined;
  /** The file of functions, as given. */
  readonly functions: string | undefined;
  /** Properties that the command line says: of the processing log, of the Schema Registry, and how strict the SQL is. */
  readonly properties: Readonly<Record<string, string>>;
  readonly logLevel: LogLevel;
}

/**
 * @param env KSQLDB_TOKEN: what clients must know, needed beyond the loopback; SCHEMA_REGISTRY_URL and
 *   its like: a Schema Registry in the embedded one's place
 * @throws CommandError USAGE
 */
export function ksqldbOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  invocation: Invocation = SERVER,
): KsqldbOptions {
  const { options } = parseGiven<{
    data?: string;
    listen?: string;
    registry?: string;
    retention?: string;
    queriesFile?: string;
    functions?: string;
    processingLog?: string;
    compatibility?: string;
    logLevel?: string;
  }>(parser(invocation), argv);
  const listen = readValue('--listen', listenAddress, options.listen) ?? { host: '127.0.0.1', port: 8088 };
  const token = serverToken(env);
  const { served: registry, remote } = registryOptions(options.registry, env);
  needToken('--listen', listen, token);
  if (registry !== undefined) needToken('--registry', registry, token);
  return {
    data: readValue('--data', VALUES.path, options.data) ?? folderOf(invocation),
    retentionMs: readValue('--retention', VALUES.retention, options.retention),
    listen,
    registry,
    token,
    logLevel: readValue('--log-level', logLevelOption, options.logLevel) ?? 'info',
    functions: readValue('--functions', VALUES.path, options.functions),
    queriesFile: readValue('--queries-file', VALUES.path, options.queriesFile),
    properties: {
      ...remote,
      ...(readValue('--processing-log', processingLogOption, options.processingLog) ?? PROCESSING_LOG_ON),
      // the file is all that runs: the stream is for clients who can make others
      ...(options.queriesFile === undefined ? {} : NO_PROCESSING_LOG_STREAM),
      ...readValue('--compatibility', compatibilityOption, options.compatibility),
    },
  };
}

export function ksqldbHelp(width: number, invocation: Invocation = SERVER): string {
  const examples = exampleText(invocation.examples);
  const codes = errorExitCodes(SERVER_ERRORS);
  return `${optionHelp(parser(invocation), width)}\n${examples}\n${exitCodeText(codes, width)}`;
}

const SERVER: Invocation = {
  as: 'ksqlite server',
  examples: [
    ['ksqlite server', 'ksqlDB’s API at http://127.0.0.1:8088, kept in data/'],
    ['ksqlite server --data /var/lib/readings --retention ever', 'kept elsewhere, and for good'],
    [
      'ksqlite server --queries-file app.sql',
      'what app.sql says; clients may query and insert, and change nothing else',
    ],
    [
      'SCHEMA_REGISTRY_URL=https://user:password@registry ksqlite server',
      'schemas in a Schema Registry of your own, in the embedded one’s place',
    ],
    [
      'KSQLDB_TOKEN=… ksqlite server --listen 0.0.0.0:8088',
      'for other machines: the token as "Authorization: Bearer …", or as the password of any user',
    ],
  ],
};

const folderOf = ({ data = 'data' }: Invocation): string => data;

const parser = (invocation: Invocation) =>
  newParser(
    invocation.as,
    'Serves ksqlDB’s HTTP API over the embedded engine: for the shell, ksqlDB’s own command line and clients.',
  )
    .option('--data <DIR>', `where everything is kept (default ${folderOf(invocation)})`)
    .option('--retention <TIME>', 'how long records are kept: 12h, 7d, ever (default 7d)')
    .option('--listen <HOST:PORT>', 'where clients connect; port 0: any free one (default 127.0.0.1:8088)')
    .option(
      '--registry <HOST:PORT>',
      'where the Schema Registry of AVRO, PROTOBUF and JSON_SR is served, or off (default 127.0.0.1:8081)',
    )
    .option(
      '--queries-file <FILE>',
      'headless mode: run the statements of this file, and take no others from clients',
    )
    .option(
      '--processing-log <WHAT>',
      'the stream KSQL_PROCESSING_LOG of what went wrong with records: on, off, or rows (on, with the rows; default on)',
    )
    .option(
      '--compatibility <WHAT>',
      'strict: take the SQL of ksqlDB alone; extended: what this engine has besides, too (default extended)',
    )
    .option(...FUNCTIONS_OPTION)
    .option(...LOG_LEVEL_HELP);
