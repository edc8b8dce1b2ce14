import { z } from 'zod';
import { CommandError } from '../../errors/command-error.ts';
import { NO_PROCESSING_LOG_STREAM, PROCESSING_LOG_ON } from '../../problems/processing-log-settings.ts';
import { compatibilityOption } from '../server/compatibility-option.ts';
import { type ListenAddress, listenAddress } from '../server/listen-address.ts';
import { needToken, registryOptions, type ServedRegistry } from '../server/registry-options.ts';
import { serverToken } from '../server/server-token.ts';
import { FUNCTIONS_OPTION } from '../support/functions/functions-option.ts';
import { LOG_LEVEL_HELP, type LogLevel, logLevelOption } from '../support/log-level.ts';
import {
  type Example,
  errorExitCodes,
  exampleText,
  exitCodeText,
  SERVER_ERRORS,
} from '../support/options/help-text.ts';
import { newParser, optionHelp, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES, type Value } from '../support/options/value.ts';
import type { Env } from '../support/run-main.ts';
import type { InputFile } from './input/input-files.ts';

/** `dev` watches the files and may drop what it made; `run` does what they say once, and drops nothing. */
export type ProjectMode = 'dev' | 'run';

export interface DevOptions {
  /** Files and folders of SQL, as given. */
  readonly paths: readonly string[];
  /** The data folder, as given; undefined: in memory. */
  readonly data: string | undefined;
  readonly inputs: readonly InputFile[];
  /** The file of functions, as given. */
  readonly functions: string | undefined;
  readonly listen: ListenAddress;
  readonly registry: ServedRegistry | undefined;
  readonly token: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly json: boolean;
  readonly logLevel: LogLevel;
}

interface Given {
  readonly data?: string;
  readonly input?: readonly string[];
  readonly listen?: string;
  readonly registry?: string;
  readonly compatibility?: string;
  readonly functions?: string;
  readonly logLevel?: string;
  readonly json?: true;
}

/**
 * @param env KSQLDB_TOKEN, SCHEMA_REGISTRY_URL and its like, as for `ksqlite server`
 * @throws CommandError USAGE
 */
export function devOptions(mode: ProjectMode, argv: readonly string[], env: Env): DevOptions {
  const { options, args } = parseGiven<Given>(parserOf(mode), argv);
  const paths = args.map((path) => readValue('FILE', VALUES.path, path) ?? path);
  if (mode === 'run' && paths.length === 0)
    throw new CommandError('USAGE', 'FILE: ksqlite run wants a file or a folder of SQL (--help says more)');
  const listen = readValue('--listen', listenAddress, options.listen) ?? { host: '127.0.0.1', port: 8088 };
  const token = serverToken(env);
  const { served: registry, remote } = registryOptions(options.registry, env);
  needToken('--listen', listen, token);
  if (registry !== undefined) needToken('--registry', registry, token);
  return {
    paths,
    data: readValue('--data', VALUES.path, options.data),
    inputs: (options.input ?? []).flatMap((text) => readValue('--input', inputOption, text) ?? []),
    functions: readValue('--functions', VALUES.path, options.functions),
    listen,
    registry,
    token,
    properties: {
      ...remote,
      ...PROCESSING_LOG_ON,
      ...(mode === 'run' ? NO_PROCESSING_LOG_STREAM : {}),
      ...readValue('--compatibility', compatibilityOption, options.compatibility),
    },
    json: options.json === true,
    logLevel: readValue('--log-level', logLevelOption, options.logLevel) ?? 'info',
  };
}

/** `topic=file.jsonl` */
const inputOption: Value<InputFile> = {
  schema: z
    .string()
    .regex(/^[A-Za-z0-9._-]+=./)
    .transform((text) => {
      const equals = text.indexOf('=');
      return { topic: text.slice(0, equals), file: text.slice(equals + 1) };
    }),
  wants: 'TOPIC=FILE, such as readings=readings.jsonl',
};

const EXAMPLES: Readonly<Record<ProjectMode, readonly Example[]>> = {
  dev: [
    ['ksqlite dev', 'an empty ksqlDB at http://127.0.0.1:8088, with its page; Ctrl-C ends it'],
    ['ksqlite dev app.sql', 'runs app.sql, and what becomes of it as you edit it'],
    [
      'ksqlite dev sql/ --input readings=readings.jsonl',
      'all *.sql of a folder by name, and records for a topic',
    ],
    ['ksqlite dev sql/ --functions functions.ts', 'with functions of your own, which are followed, too'],
    ['ksqlite dev sql/ --data data', 'keeps topics, tables and queries in the folder data'],
  ],
  run: [
    [
      'ksqlite run sql/ --data data',
      'what the files say; clients may query and insert, and change nothing else',
    ],
    ['KSQLDB_TOKEN=… ksqlite run app.sql --data data --listen 0.0.0.0:8088', 'for other machines'],
  ],
};

const INPUT_TEXT = `Input files:
  A record on each line: {"key": "attic", "value": {"celsius": 31}, "timestamp": 1795305600000}. key and timestamp
  may be missing; a line of another kind is the value itself. Lines that are appended later are sent, too.
`;

const DEV_TEXT = `What a change does:
  A new statement is executed. One that was changed becomes a CREATE OR REPLACE where ksqlDB's upgrade rules allow
  it, and its query continues; else it is dropped, with what depends on it, and all of that is made again from the
  beginning of its topics. One that was removed is dropped, with what depends on it. One that is refused changes
  nothing: what it was before runs on. Blanks and comments are no change.
`;

const RUN_TEXT = `What runs:
  The statements of the files. At a later start with the same --data those that are new are executed, and changes
  that ksqlDB's upgrade rules allow are CREATE OR REPLACE. Where something would have to be dropped it ends with an
  error, before it serves anything.
`;

export function devHelp(mode: ProjectMode, width: number): string {
  const codes = errorExitCodes(SERVER_ERRORS);
  return [
    optionHelp(parserOf(mode), width),
    mode === 'dev' ? DEV_TEXT : RUN_TEXT,
    INPUT_TEXT,
    exampleText(EXAMPLES[mode]),
    exitCodeText(codes, width),
  ].join('\n');
}

const DESCRIPTIONS: Readonly<Record<ProjectMode, string>> = {
  dev: 'A ksqlDB on this machine that runs your SQL files and follows them as you edit: its HTTP API, its page, the Schema Registry.',
  run: 'Runs SQL files without a person: headless. The HTTP API, the page and the Schema Registry are served, and take no statements that change what runs.',
};

const parserOf = (mode: ProjectMode) =>
  newParser(
    `ksqlite ${mode}`,
    DESCRIPTIONS[mode],
    mode === 'dev' ? '[options] [FILE|FOLDER…]' : '[options] <FILE|FOLDER…>',
  )
    .argument('[paths...]', 'SQL files, and folders whose *.sql files are taken by number or name')
    .option('--data <DIR>', 'where everything is kept (default: in memory, gone at the end)')
    .option(
      '--input <TOPIC=FILE>',
      'sends the lines of a file to a topic; may be said more than once',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--listen <HOST:PORT>', 'where clients connect; port 0: any free one (default 127.0.0.1:8088)')
    .option(
      '--registry <HOST:PORT>',
      'where the Schema Registry of AVRO, PROTOBUF and JSON_SR is served, or off (default 127.0.0.1:8081)',
    )
    .option(
      '--compatibility <WHAT>',
      'strict: take the SQL of ksqlDB alone; extended: what this engine has besides, too (default extended)',
    )
    .option(...FUNCTIONS_OPTION)
    .option(...LOG_LEVEL_HELP)
    .option('--json', 'what happens as JSON, an object on each line');
