import { LineError } from '../contracts/line-error.ts';
import { type Given, givenOptions } from './options/command.ts';
import { type SourceOptions, sourceOptions } from './options/source-options.ts';
import { readValue, VALUES, type Value } from './options/value.ts';

export { lineHelp } from './options/command.ts';
export type { Rate, SourceOptions } from './options/source-options.ts';

/** What `npm start` was asked to do. */
export interface LineOptions {
  readonly source: SourceOptions;
  /** the data folder, as given */
  readonly data: string;
  readonly fresh: boolean;
  /** undefined: the line starts the demo's own API */
  readonly priceUrl: string | undefined;
  /** of the demo's own API */
  readonly priceDelay: { readonly minMs: number; readonly maxMs: number };
  /** price requests in flight at most */
  readonly slots: number;
  readonly pricing: PricingOptions;
  /** the file that the report is written to as JSON */
  readonly report: string | undefined;
  /** the report on stdout as JSON, no progress */
  readonly json: boolean;
  /** stay up when all cars are out */
  readonly serve: boolean;
}

/** What a lookup may take. */
export interface PricingOptions {
  /** attempts after the first */
  readonly retries: number;
  /** ms from the start of an attempt to the start of the next one */
  readonly retryDelayMs: number;
  /** ms that one request may take */
  readonly attemptTimeoutMs: number;
  /** ms that all attempts of a lookup may take together */
  readonly lookupTimeoutMs: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the command line of `npm start`.
 *
 * @param argv the arguments alone, without node and script
 * @param env where the pricing knobs may stand too; an option wins over its variable
 * @throws LineError USAGE: one line that names the option, what was given and what is wanted
 */
export function parseLineOptions(argv: readonly string[], env: Env): LineOptions {
  const given = givenOptions(argv);
  return {
    source: sourceOptions(given),
    data: readValue('--data', VALUES.path, given.data) ?? 'data',
    fresh: given.fresh === true,
    priceUrl: readValue('--price-url', VALUES.url, given.priceUrl),
    priceDelay: priceDelay(given),
    slots: readValue('--slots', VALUES.slots, given.slots) ?? 5,
    pricing: pricingOptions(given, env),
    report: readValue('--report', VALUES.path, given.report),
    json: given.json === true,
    serve: given.serve === true,
  };
}

/** True when `--help` is among the arguments: then print `lineHelp` and end with 0, whatever else is there. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.some((argument) => argument === '--help' || argument === '-h');
}

function priceDelay(given: Given): LineOptions['priceDelay'] {
  if (given.priceDelay !== undefined && given.priceUrl !== undefined)
    throw new LineError(
      'USAGE',
      "--price-delay: slows the demo's own price API down, and --price-url names another one: leave one out",
    );
  return readValue('--price-delay', VALUES.delay, given.priceDelay) ?? { minMs: 0, maxMs: 800 };
}

function pricingOptions(given: Given, env: Env): PricingOptions {
  const knob = (flag: string, text: string | undefined, variable: string, value: Value<number>) =>
    readValue(flag, value, text) ?? readValue(variable, value, env[variable] || undefined);
  const lookup = knob(
    '--price-lookup-timeout',
    given.priceLookupTimeout,
    'PRICE_LOOKUP_TIMEOUT_MS',
    VALUES.timeoutMs,
  );
  const attempt = knob(
    '--price-attempt-timeout',
    given.priceAttemptTimeout,
    'PRICE_ATTEMPT_TIMEOUT_MS',
    VALUES.timeoutMs,
  );
  const lookupTimeoutMs = lookup ?? Math.max(30_000, attempt ?? 0);
  if (attempt !== undefined && attempt > lookupTimeoutMs)
    throw new LineError(
      'USAGE',
      `--price-attempt-timeout: got ${attempt}, wants at most the ${lookupTimeoutMs} ms of --price-lookup-timeout`,
    );
  return {
    retries: knob('--price-retries', given.priceRetries, 'PRICE_RETRIES', VALUES.retries) ?? 3,
    retryDelayMs:
      knob('--price-retry-delay', given.priceRetryDelay, 'PRICE_RETRY_DELAY_MS', VALUES.delayMs) ?? 10_000,
    attemptTimeoutMs: attempt ?? Math.min(3_000, lookupTimeoutMs),
    lookupTimeoutMs,
  };
}
