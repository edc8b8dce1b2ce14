/**
 * The sidecar: prices the cars of `rccar-awaiting-price` into `rccar-priced`, each exactly once, with at most
 * `config.slots` requests in flight over all cars. What makes that so is `ksqlite/enrich`; here is what is asked and written.
 */
import type { Clock } from 'ksqlite/clock';
import { deadLetter, type Enricher, enrich } from 'ksqlite/enrich';
import type { Topics } from 'ksqlite/topics';
import { TOPICS } from '../contracts/topic-names.ts';
import { parseSidecarConfig, type SidecarConfig, type SidecarOptions } from './config.ts';
import { createPriceClient, type PriceClient } from './price-lookup/price-client.ts';
import { readAwaitingCar } from './pricing/awaiting-car.ts';
import { priceCar } from './pricing/price-car.ts';
import { unpricedCar } from './pricing/priced-car.ts';
import { type SidecarStats, sidecarStats } from './sidecar-stats.ts';

export interface SidecarStart {
  readonly topics: Topics;
  /** `{priceUrl}/price/{id}` answers `{id, price}`. */
  readonly priceUrl: string;
  readonly config?: SidecarOptions;
  /** Asks for prices; default: over HTTP at `priceUrl`. The sidecar closes it. */
  readonly client?: PriceClient;
  /** Stops it as `stop` does. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Takes a line for a person: what fails for the first time, and how often since. Default: stderr. */
  readonly log?: (line: string) => void;
  /** What the topics threw; the sidecar subscribes again after a pause, until it is stopped. */
  readonly onError?: (error: unknown) => void;
}

export interface Sidecar {
  readonly stats: () => SidecarStats;
  /** Stops within two seconds, in the middle of anything: what is not committed by then is as if never begun. */
  readonly stop: () => Promise<void>;
}

/** Starts it. Throws a CommandError on a wrong configuration (USAGE) or address (PRICE_API). */
export function startSidecar({ priceUrl, config: given, client, ...rest }: SidecarStart): Sidecar {
  const config = parseSidecarConfig(given);
  const prices = client ?? httpClient(priceUrl, config);
  const pricing: Enricher = enrich({
    ...rest,
    ...enrichSettings(config),
    from: TOPICS.awaitingPrice,
    to: TOPICS.priced,
    deadLetters: TOPICS.deadLetter,
    group: config.group,
    decode: ({ value }) => {
      const { car, reason } = readAwaitingCar(value);
      return car ?? deadLetter(reason);
    },
    handle: async ({ value: car }, { request }) => {
      const priceOf = (id: string) =>
        request(async ({ signal }) => {
          const price = await prices.getPrice(id, signal);
          return price.ok ? price.value : price;
        });
      const priced = await priceCar(priceOf, car);
      return { key: car.sku, value: priced };
    },
    onFailed: ({ value: car }) => ({ key: car.sku, value: unpricedCar(car) }),
    release: prices.close,
  });
  return { stats: () => sidecarStats(pricing.stats()), stop: () => pricing.stop() };
}

const enrichSettings = (config: SidecarConfig) =>
  ({
    concurrency: config.slots,
    retry: {
      retries: config.retries,
      delayMs: config.retryDelayMs,
      longestDelayMs: config.retryDelayMs,
      factor: 1,
      jitter: 0,
    },
    timeout: { attemptMs: config.attemptTimeoutMs, totalMs: config.lookupTimeoutMs },
    circuit: { afterMs: config.outageAfterMs },
    // a car has one record
    order: 'none',
    maxUnderWay: config.maxCars,
    pollSize: config.pollSize,
    resubscribeDelayMs: config.resubscribeDelayMs,
  }) as const;

const httpClient = (priceUrl: string, config: SidecarConfig): PriceClient =>
  createPriceClient({
    priceUrl,
    connections: config.slots,
    connectTimeoutMs: config.attemptTimeoutMs,
    maxAnswerBytes: config.maxAnswerBytes,
  });
