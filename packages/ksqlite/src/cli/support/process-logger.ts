import type { Clock } from '../../clock/clock.ts';
import type { LogDetails, Logger } from '../../logging/logger.ts';
import { colorsFor } from '../shell/colors.ts';
import type { LogLevel } from './log-level.ts';
import type { Env } from './run-main.ts';
import { wantsColour } from './terminal.ts';

export interface ProcessLoggerOptions {
  readonly level: LogLevel;
  /** stderr: what was asked for goes to stdout */
  readonly out: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly env: Env;
  readonly clock: Pick<Clock, 'now'>;
}

type Level = Exclude<LogLevel, 'silent'>;
const RANKS = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

/** A line of a log, without its line feed. */
type FormatLine = (level: Level, message: string, details: LogDetails) => string;

/**
 * The log of a command: on a terminal a line for people, elsewhere a JSON object on each line, with the names that pino gives (`level`,
 * `time`, `msg`), so that its tools read it.
 */
export function processLogger({ level, out, env, clock }: ProcessLoggerOptions): Logger {
  const time = (): string => new Date(clock.now()).toISOString();
  const format = out.isTTY === true ? prettyLine(time, wantsColour(out, env)) : jsonLine(time);
  const write =
    (own: Level) =>
    (message: string, details: LogDetails = {}): void => {
      if (RANKS[own] >= RANKS[level]) out.write(`${format(own, message, details)}\n`);
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

const jsonLine =
  (time: () => string): FormatLine =>
  (level, msg, details) =>
    JSON.stringify({ level, time: time(), ...details, msg });

function prettyLine(time: () => string, isColoured: boolean): FormatLine {
  const { dim, yellow, red, cyan } = colorsFor(isColoured);
  const marks = { debug: dim('debug'), info: cyan('info '), warn: yellow('warn '), error: red('error') };
  return (level, message, details) => {
    const pairs = Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${detailText(value)}`);
    const about = pairs.length === 0 ? '' : `  ${dim(pairs.join(' '))}`;
    return `${dim(time().slice(11, 23))} ${marks[level]} ${printable(message)}${about}`;
  };
}

const detailText = (value: unknown): string =>
  typeof value === 'string'
    ? printable(value).replaceAll(/\s+/g, ' ')
    : (JSON.stringify(value) ?? 'undefined');

/** Texts of records and statements may be in it: they move no terminal's cursor. */
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, ' ');
