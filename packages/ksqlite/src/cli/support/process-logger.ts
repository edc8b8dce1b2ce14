import type { Clock } from '../../clock/clock.ts';
import type { LogDetails, Logger } from '../../logging/logger.ts';
import { colorsFor } from '../shell/colors.ts';
import type { LogLevel } from './log-level.ts';
import type { Env, Output } from './run-main.ts';
import { wantsColour } from './terminal.ts';

export interface ProcessLoggerOptions {
  readonly level: LogLevel;
  /** stderr: what was asked for goes to stdout */
  readonly out: Output;
  readonly env: Env;
  readonly clock: Pick<Clock, 'now'>;
}

/** The log of a command: on a terminal a line for people, elsewhere JSON as pino writes it. */
export const processLogger = (options: ProcessLoggerOptions): Promise<Logger> =>
  options.out.isTTY === true ? Promise.resolve(prettyLogger(options)) : jsonLogger(options);

/** pino is loaded where it is needed. */
async function jsonLogger({ level, out, clock }: ProcessLoggerOptions): Promise<Logger> {
  const { pino } = await import('pino');
  const log = pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    { write: (line: string) => void out.write(line) },
  );
  return {
    debug: (message, details = () => ({})) => {
      if (log.isLevelEnabled('debug')) log.debug(details(), message);
    },
    info: (message, details = {}) => log.info(details, message),
    warn: (message, details = {}) => log.warn(details, message),
    error: (message, details = {}) => log.error(details, message),
  };
}

const RANKS = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

function prettyLogger({ level, out, env, clock }: ProcessLoggerOptions): Logger {
  const { dim, yellow, red, cyan } = colorsFor(wantsColour(out, env));
  const MARKS = { debug: dim('debug'), info: cyan('info '), warn: yellow('warn '), error: red('error') };
  const write =
    (own: keyof typeof MARKS) =>
    (message: string, details: LogDetails = {}): void => {
      if (RANKS[own] < RANKS[level]) return;
      const time = new Date(clock.now()).toISOString().slice(11, 23);
      const pairs = Object.entries(details).map(([name, value]) => `${name}=${detailText(value)}`);
      const about = pairs.length === 0 ? '' : `  ${dim(pairs.join(' '))}`;
      out.write(`${dim(time)} ${MARKS[own]} ${printable(message)}${about}\n`);
    };
  const debug = write('debug');
  return {
    debug: (message, details = () => ({})) => {
      if (level === 'debug') debug(message, details());
    },
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

const detailText = (value: unknown): string =>
  typeof value === 'string'
    ? printable(value).replaceAll(/\s+/g, ' ')
    : (JSON.stringify(value) ?? 'undefined');

/** Texts of records and statements may be in it: they move no terminal's cursor. */
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ');
