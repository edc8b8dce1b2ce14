import type { Command } from 'commander';
import { CommandError, readValue, VALUES, type Value } from 'ksqlite/cli';

/** What says how cars are priced, as texts, as they stood on the command line. */
export interface GivenPricing {
  readonly slots?: string;
  readonly priceRetries?: string;
  readonly priceRetryDelay?: string;
  readonly priceAttemptTimeout?: string;
  readonly priceLookupTimeout?: string;
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

export function addPricingOptions(parser: Command): void {
  parser
    .option('--slots <N>', 'requests in flight at most (default 5)')
    .option('--price-retries <N>', 'further attempts of a failed lookup (default 3, PRICE_RETRIES)')
    .option('--price-retry-delay <MS>', 'from one attempt to the next (default 10000, PRICE_RETRY_DELAY_MS)')
    .option('--price-attempt-timeout <MS>', 'of one request (default 3000, PRICE_ATTEMPT_TIMEOUT_MS)')
    .option('--price-lookup-timeout <MS>', 'of all attempts (default 30000, PRICE_LOOKUP_TIMEOUT_MS)');
}

/** @throws CommandError USAGE */
export function slotsOption(given: GivenPricing): number {
  return readValue('--slots', VALUES.slots, given.slots) ?? 5;
}

/**
 * @param env where the knobs may stand too; an option wins over its variable
 * @throws CommandError USAGE
 */
export function pricingOptions(given: GivenPricing, env: Env): PricingOptions {
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
    throw new CommandError(
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
