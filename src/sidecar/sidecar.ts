/**
 * The sidecar: prices the cars of `rccar-awaiting-price` into `rccar-priced`, each exactly once, with at most
 * `config.slots` requests in flight over all cars.
 *
 * It runs sessions (session/), one after another: each reads cars, looks up the prices of their parts (price-lookup/:
 * slots, retries, a circuit breaker), prices them (pricing/) and commits result and offset in one transaction (offsets/).
 * A session that fails is over, and the next begins from what is committed.
 */
import { type Clock, systemClock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { LinkedAbortController } from './concurrency/linked-abort-controller.ts';
import { Notifier } from './concurrency/notifier.ts';
import { waitAtMost } from './concurrency/wait-at-most.ts';
import { parseSidecarConfig, type SidecarConfig, type SidecarOptions } from './config.ts';
import type { Outcome } from './offsets/committer.ts';
import type { Attempt } from './price-lookup/attempt.ts';
import { CircuitBreaker, type CircuitState } from './price-lookup/circuit-breaker.ts';
import { attemptWithin, type LookupDeps, lookUp } from './price-lookup/lookup.ts';
import { createPriceClient, type PriceClient } from './price-lookup/price-client.ts';
import { type SlotStats, Slots } from './price-lookup/slots.ts';
import { SidecarSession } from './session/sidecar-session.ts';
import { staySubscribed } from './session/stay-subscribed.ts';

const STOP_MS = 1_900;

export interface SidecarStats extends SlotStats {
  /** taken up, their result not yet committed */
  readonly carsUnderWay: number;
  /** committed as COMPLETE */
  readonly priced: number;
  /** committed as FAILED_GET_PRICE */
  readonly failed: number;
  /** committed as dead letters */
  readonly unreadable: number;
  readonly retries: number;
  /** whether the price API is there */
  readonly circuit: CircuitState;
}

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
  /** What the topics threw; the sidecar subscribes again after a pause, until it is stopped. */
  readonly onError?: (error: unknown) => void;
}

export class Sidecar {
  readonly #clock: Clock;
  readonly #config: SidecarConfig;
  readonly #topics: Topics;
  readonly #client: PriceClient;
  readonly #life: LinkedAbortController;
  readonly #notifier = new Notifier();
  readonly #slots: Slots;
  readonly #circuit: CircuitBreaker;
  readonly #counts = { priced: 0, failed: 0, unreadable: 0, retries: 0, carsUnderWay: 0 };
  readonly #ended: Promise<void>;

  /** Starts it. Throws a CommandError on a wrong configuration (USAGE) or address (PRICE_API). */
  constructor(options: SidecarStart) {
    const { clock = systemClock, onError = logError } = options;
    this.#clock = clock;
    this.#topics = options.topics;
    this.#config = parseSidecarConfig(options.config);
    this.#client = options.client ?? httpClient(options.priceUrl, this.#config);
    this.#life = new LinkedAbortController(...(options.signal ? [options.signal] : []));
    this.#slots = new Slots({ count: this.#config.slots, clock, onChange: this.#notifier.notify });
    this.#circuit = new CircuitBreaker({
      atLeast: this.#config.slots,
      afterMs: this.#config.outageAfterMs,
      probe: (id, signal) => this.#probe(id, signal),
      clock,
      signal: this.#life.signal,
      onChange: this.#notifier.notify,
    });
    this.#ended = staySubscribed({
      session: (stop) => this.#session(stop).run(),
      stop: this.#life.signal,
      clock,
      pauseMs: this.#config.resubscribeDelayMs,
      onError,
    }).finally(() => {
      this.#life.release();
      return this.#client.close();
    });
  }

  stats(): SidecarStats {
    return { ...this.#slots.stats(), ...this.#counts, circuit: this.#circuit.state };
  }

  /** Stops within two seconds, in the middle of anything: what is not committed by then is as if never begun. */
  stop(): Promise<void> {
    this.#life.abort();
    return waitAtMost(this.#clock, STOP_MS, this.#ended);
  }

  #session(stop: AbortSignal): SidecarSession {
    const lookups = this.#lookups((attempt) => this.#circuit.record(attempt));
    return new SidecarSession(
      {
        topics: this.#topics,
        config: this.#config,
        clock: this.#clock,
        lookUp: (id, signal) => this.#circuit.guard(id, signal, (guarded) => lookUp(lookups, id, guarded)),
        allowsCar: () => this.#circuit.allowsCar(),
        waiting: () => this.#slots.waiting(),
        notifier: this.#notifier,
        onCarsUnderWay: (cars) => {
          this.#counts.carsUnderWay = cars;
        },
        onCommitted: (outcomes: readonly Outcome[]) => {
          for (const outcome of outcomes) this.#counts[outcome]++;
        },
      },
      stop,
    );
  }

  /** One request, through a slot, to find out whether the price API is back: the circuit breaker takes its result. */
  #probe(id: string, signal: AbortSignal): Promise<Attempt | undefined> {
    const { attemptTimeoutMs } = this.#config;
    const probes = this.#lookups(() => undefined);
    return this.#slots.run('retry', signal, () => attemptWithin(probes, id, attemptTimeoutMs, signal));
  }

  #lookups(onAttempt: (attempt: Attempt) => void): LookupDeps {
    return {
      getPrice: this.#client.getPrice,
      slots: this.#slots,
      clock: this.#clock,
      policy: this.#config,
      onRetry: () => {
        this.#counts.retries++;
      },
      onAttempt,
    };
  }
}

/** Starts a sidecar. Throws as its constructor. */
export const startSidecar = (options: SidecarStart): Sidecar => new Sidecar(options);

const httpClient = (priceUrl: string, config: SidecarConfig): PriceClient =>
  createPriceClient({
    priceUrl,
    connections: config.slots,
    connectTimeoutMs: config.attemptTimeoutMs,
    maxAnswerBytes: config.maxAnswerBytes,
  });

function logError(error: unknown): void {
  console.error('sidecar:', error);
}
