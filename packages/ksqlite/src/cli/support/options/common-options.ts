import type { Command } from 'commander';
import type { CommandErrorCode, OwnErrorCode } from '../../../errors/command-error.ts';
import { LOG_LEVEL_HELP, type LogLevel, logLevelOption } from '../log-level.ts';
import type { Output } from '../run-main.ts';
import { widthOf } from '../terminal.ts';
import { type Example, errorExitCodes, exampleText, exitCodeText } from './help-text.ts';
import { optionHelp } from './parse-given.ts';
import { readValue, VALUES } from './value.ts';

/** Options that mean the same for every command on Kafka, as texts. */
export interface CommonGiven {
  readonly wait?: string;
  readonly healthPort?: string;
  readonly healthHost?: string;
  readonly json?: true;
  readonly logLevel?: string;
}

const TEXTS = {
  wait: ['--wait <SECONDS>', 'give up when what it needs has been away this long (default 60)'],
  healthHost: ['--health-host <ADDRESS>', 'where the health port listens (default 127.0.0.1)'],
  healthPort: [
    '--health-port <N>',
    'answer GET /healthcheck and GET /metrics on this port (--health-host: of which address)',
  ],
  json: ['--json', 'the report on stdout as JSON, no progress'],
  logLevel: LOG_LEVEL_HELP,
} as const;

export function addCommonOptions(parser: Command, names: readonly (keyof CommonGiven)[]): void {
  parser.optionsGroup('Options:');
  for (const name of names) {
    const [flags, text] = TEXTS[name];
    parser.option(flags, text);
  }
}

/** How long to wait for what is away, in ms. Throws CommandError USAGE. */
export const waitOption = (given: CommonGiven): number =>
  (readValue('--wait', VALUES.waitSeconds, given.wait) ?? 60) * 1000;

/** Throws CommandError USAGE. */
export const healthPortOption = (given: CommonGiven): number | undefined =>
  readValue('--health-port', VALUES.port, given.healthPort);

/** Throws CommandError USAGE. */
export const healthHostOption = (given: CommonGiven): string =>
  readValue('--health-host', VALUES.host, given.healthHost) ?? '127.0.0.1';

/** Throws CommandError USAGE. */
export const logLevelOf = (given: CommonGiven): LogLevel =>
  readValue('--log-level', logLevelOption, given.logLevel) ?? 'info';

const ENVIRONMENT = `Environment:
  KAFKA_BOOTSTRAP               the brokers, host:port with commas between them
`;

/** What `--help` prints of a command on Kafka. */
export function commonHelp(
  parser: Command,
  out: Output,
  about: {
    readonly examples: readonly Example[];
    /** what exit code 0 means; a service has none: it ends when it is stopped */
    readonly done?: string;
    /** beside those that every command on Kafka may end with */
    readonly errors: readonly (CommandErrorCode | OwnErrorCode)[];
    /** further lines of the environment's part */
    readonly environment?: string;
  },
): string {
  const width = widthOf(out);
  const codes = errorExitCodes([
    'USAGE',
    ...about.errors,
    'KAFKA_AWAY',
    'KAFKA_REFUSED',
    'KAFKA_CLIENT',
    'INTERNAL',
  ]);
  return [
    optionHelp(parser, width),
    `${ENVIRONMENT}${about.environment ?? ''}`,
    exampleText(about.examples),
    exitCodeText(
      [
        ...(about.done === undefined ? [] : [[0, about.done] as const]),
        ...[...codes].sort(([a], [b]) => a - b),
        [130, 'Stopped by Ctrl-C (143: by a SIGTERM); started again, it continues.'],
      ],
      width,
    ),
  ].join('\n');
}
