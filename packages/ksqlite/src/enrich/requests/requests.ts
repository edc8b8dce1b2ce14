/**
 * All requests of an enrichment: each through a slot, with its retries, kept from an outage by the circuit breaker.
 *
 * What must stay true: never more attempts under way than there are slots, probes of the circuit breaker included.
 */
import type { Clock } from '../../clock/index.ts';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.ts';
import type { Attempt, RequestFailure } from './request-failure.ts';
import { type Ask, attemptWithin, type RequestDeps, requestWithRetries } from './request-with-retries.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { type SlotStats, Slots } from './slots.ts';

export interface RequestsOptions {
  readonly concurrency: number;
  readonly policy: RetryPolicy;
  /** ms without an answer to anybody after which the API counts as away; Infinity: never */
  readonly outageAfterMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  /** No probe of the circuit breaker is begun once it fires. */
  readonly signal: AbortSignal;
  /** A slot was taken or freed, the circuit changed, or another record may be taken up. */
  readonly onChange: () => void;
  readonly onFailedAttempt: (failure: RequestFailure) => void;
  readonly onIgnored: () => void;
}

export interface RequestStats extends SlotStats {
  readonly retries: number;
  /** whether the API is there */
  readonly circuit: CircuitState;
}

export class Requests {
  readonly #options: RequestsOptions;
  readonly #slots: Slots;
  readonly #circuit: CircuitBreaker<Ask<unknown>>;
  readonly #deps: RequestDeps;
  #retries = 0;

  constructor(options: RequestsOptions) {
    const { concurrency, policy, outageAfterMs, clock, random, signal, onChange } = options;
    this.#options = options;
    this.#slots = new Slots({ count: concurrency, clock, onChange });
    this.#circuit = new CircuitBreaker({
      atLeast: concurrency,
      afterMs: outageAfterMs,
      probe: (ask, probing) => this.#probe(ask, probing),
      clock,
      signal,
      onChange,
    });
    this.#deps = {
      slots: this.#slots,
      clock,
      random,
      policy,
      onRetry: () => {
        this.#retries++;
      },
      onAttempt: (attempt) => {
        this.#circuit.record(attempt);
        if (!attempt.ok) options.onFailedAttempt(attempt);
      },
      onIgnored: options.onIgnored,
    };
  }

  /** A whole request, retries and all. Ends early, with a failure, when `signal` fires; never throws. */
  run<T>(ask: Ask<T>, signal: AbortSignal): Promise<Attempt<T>> {
    return this.#circuit.guard(ask, signal, (guarded) => requestWithRetries(this.#deps, ask, guarded));
  }

  /** Whether another record may be taken up, so that reading stays just ahead; a yes is counted, so ask it last. */
  hasRoom(): boolean {
    return this.#slots.waiting() < 2 * this.#options.concurrency && this.#circuit.allowsRecord();
  }

  stats(): RequestStats {
    return { ...this.#slots.stats(), retries: this.#retries, circuit: this.#circuit.state };
  }

  /** One attempt, through a slot, to find out whether the API is back: the circuit breaker takes its result. */
  #probe(ask: Ask<unknown>, signal: AbortSignal): Promise<Attempt<unknown> | undefined> {
    const { policy, onFailedAttempt } = this.#options;
    const deps: RequestDeps = {
      ...this.#deps,
      onAttempt: (attempt) => {
        if (!attempt.ok) onFailedAttempt(attempt);
      },
    };
    return this.#slots.run('retry', signal, () =>
      attemptWithin(deps, (own) => ask(own, 0), policy.attemptTimeoutMs, signal),
    );
  }
}
