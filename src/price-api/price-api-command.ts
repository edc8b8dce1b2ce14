import { Command, InvalidArgumentError, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from 'ksqlite/cli';
import type { Failing, PriceApiOptions } from './price-api.ts';

/** What `npm run price-api` was asked for. */
export type PriceApiGiven = Omit<PriceApiOptions, 'logger'> & { readonly logLevel: LogLevel };

/** The command line of `npm run price-api`; `run` gets what it asked for. */
export function priceApiCommand(run: (options: PriceApiGiven) => Promise<void>): Command {
  return new Command('price-api')
    .description(
      "The demo's price API: GET /price/{id} answers {id, price} after a random delay. The same id always has the same price.",
    )
    .addOption(new Option('--port <number>', '0 takes any that is free').default(3000).argParser(readPort))
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--delay <min-max>', 'how long an answer takes, in ms')
        .default({ min: 0, max: 800 }, '0-800')
        .argParser(readDelay),
    )
    .addOption(
      new Option('--fail <pattern>', 'ids that match this regular expression get 500').argParser(readPattern),
    )
    .addOption(new Option('--hang <pattern>', 'ids that match it never get an answer').argParser(readPattern))
    .addOption(
      new Option(
        '--log-level <level>',
        'what is logged on stderr: at debug each request; JSON where it is no terminal',
      )
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run price-api
  npm run price-api -- --port 8080 --host 0.0.0.0 --delay 100-300
  npm run price-api -- --fail '^body-1' --hang 'wheel-7$'

GET /healthcheck answers 200 as soon as it listens, GET /metrics what Prometheus reads. SIGINT and SIGTERM stop it.`,
    )
    .action(({ port, host, delay, fail, hang, logLevel }) =>
      run({ port, host, delayMs: delay, failing: failingBy(fail, hang), logLevel }),
    );
}

function failingBy(fail: RegExp | undefined, hang: RegExp | undefined): Failing {
  return (id) => (hang?.test(id) ? 'hang' : fail?.test(id) ? 'error' : undefined);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number up to 65535.');
  return port;
}

function readDelay(text: string): { min: number; max: number } {
  const [, low, high] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(text) ?? [];
  const min = Number(low);
  const max = Number(high ?? low);
  if (low === undefined || min > max)
    throw new InvalidArgumentError('A delay is MIN-MAX in ms, such as 0-800, or one number.');
  return { min, max };
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : 'Not a regular expression.');
  }
}
