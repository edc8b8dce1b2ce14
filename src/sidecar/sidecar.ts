import { type Clock, systemClock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { childAbort } from './concurrency/linked-abort.ts';
import { createBell } from './concurrency/notifier.ts';
import { within } from './concurrency/wait-at-most.ts';
import { parseSidecarConfig, type SidecarOptions } from './config.ts';
import type { Attempt } from './price-lookup/attempt.ts';
import { type CircuitState, createCircuit } from './price-lookup/circuit.ts';
import { attemptWithin, lookUp } from './price-lookup/lookup.ts';
import { createPriceClient, type PriceClient } from './price-lookup/price-client.ts';
import { createSlots, type SlotStats } from './price-lookup/slots.ts';
import { runSession } from './session/session.ts';
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

export interface Sidecar {
  readonly stats: () => SidecarStats;
  /** Stops within two seconds, in the middle of anything: what is not committed by then is as if never begun. */
  readonly stop: () => Promise<void>;
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

/**
 * Prices the cars of `rccar-awaiting-price` into `rccar-priced`, each exactly once, with at most `config.slots`
 * requests in flight. Throws a CommandError on a wrong configuration (USAGE) or address (PRICE_API).
 */
export function startSidecar(options: SidecarStart): Sidecar {
  const { topics, priceUrl, clock = systemClock, onError = logError } = options;
  const config = parseSidecarConfig(options.config);
  const client =
    options.client ??
    createPriceClient({
      priceUrl,
      connections: config.slots,
      connectTimeoutMs: config.attemptTimeoutMs,
      maxAnswerBytes: config.maxAnswerBytes,
    });
  const bell = createBell();
  const slots = createSlots({ count: config.slots, clock, onChange: bell.ring });
  const life = childAbort(...(options.signal ? [options.signal] : []));
  const counts = { priced: 0, failed: 0, unreadable: 0, retries: 0, carsUnderWay: 0 };

  const lookups = {
    getPrice: client.getPrice,
    slots,
    clock,
    policy: config,
    onRetry: () => {
      counts.retries++;
    },
    onAttempt: (attempt: Attempt) => circuit.note(attempt),
  };
  const circuit = createCircuit({
    atLeast: config.slots,
    afterMs: config.outageAfterMs,
    probe: (id, signal) =>
      slots.run('retry', signal, () =>
        attemptWithin({ ...lookups, onAttempt: () => undefined }, id, config.attemptTimeoutMs, signal),
      ),
    clock,
    signal: life.signal,
    onChange: bell.ring,
  });
  const session = {
    topics,
    config,
    clock,
    lookUp: (id: string, signal: AbortSignal) =>
      circuit.guard(id, signal, (guarded) => lookUp(lookups, id, guarded)),
    admits: circuit.admits,
    waiting: slots.waiting,
    bell,
    onCarsUnderWay: (cars: number) => {
      counts.carsUnderWay = cars;
    },
    onCommitted: (outcomes: readonly ('priced' | 'failed' | 'unreadable')[]) => {
      for (const outcome of outcomes) counts[outcome]++;
    },
  };
  const ended = staySubscribed({
    session: (stop) => runSession(session, stop),
    stop: life.signal,
    clock,
    pauseMs: config.resubscribeDelayMs,
    onError,
  }).finally(() => {
    life.release();
    return client.close();
  });

  return {
    stats: () => ({ ...slots.stats(), ...counts, circuit: circuit.state() }),
    stop: () => {
      life.abort();
      return within(clock, STOP_MS, ended);
    },
  };
}

function logError(error: unknown): void {
  console.error('sidecar:', error);
}
