/**
 * Keeps cars from failing because of a time in which the price API answers nobody.
 *
 * It opens when every request of a while came to nothing, and closes with the first that is answered, with whatever.
 * While it is `down` no lookup runs; one request, at longer and longer intervals, finds out when that is over. While it
 * is `hung` lookups continue and fail in their time, because it can't be told from ids that the API hangs on; a car is
 * taken up now and then: its lookups find out.
 *
 * What must stay true: a lookup that ran when the API went down starts again from its first attempt, and a single id that
 * is never answered does not hold all others back (probes take the ids in turn).
 */
import { Backoff, type Clock, sleep } from 'ksqlite/clock';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import type { Attempt, Reach } from './attempt.ts';

/** `down`: nobody is there to connect to. `hung`: it takes connections and answers nothing. */
export type CircuitState = 'closed' | 'down' | 'hung';

export interface CircuitOptions {
  /** requests in a row that must have come to nothing */
  readonly atLeast: number;
  /** ms over which they must have */
  readonly afterMs: number;
  /** one request through a slot; undefined when `signal` fired first */
  readonly probe: (id: string, signal: AbortSignal) => Promise<Attempt | undefined>;
  readonly clock: Clock;
  /** No probe is begun once it fires. */
  readonly signal: AbortSignal;
  /** The state changed, or another car may be taken up. */
  readonly onChange: () => void;
}

const FIRST_PROBE_MS = 250;
const SLOWEST_PROBE_MS = 10_000;

export class CircuitBreaker {
  readonly #options: CircuitOptions;
  readonly #unanswered: EventRun;
  readonly #unreachable: EventRun;
  #state: CircuitState = 'closed';
  #probing = false;
  #nextCarAt = 0;
  readonly #carPauses = new Backoff(FIRST_PROBE_MS, SLOWEST_PROBE_MS);
  /** interrupts a lookup that runs */
  readonly #running = new Set<() => void>();
  /** resumes a lookup that waits until the API is back; with its id */
  readonly #waiting = new Map<() => void, string>();

  constructor(options: CircuitOptions) {
    this.#options = options;
    this.#unanswered = new EventRun(options.clock);
    this.#unreachable = new EventRun(options.clock);
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Takes in what a request came to that was not called off. */
  record(attempt: Attempt): void {
    const reach = attempt.ok ? 'answered' : attempt.reach;
    if (reach === 'answered') this.#unanswered.end();
    else this.#unanswered.add();
    if (reach === 'unreachable') this.#unreachable.add();
    else this.#unreachable.end();
    const next = this.#stateAfter(reach);
    if (next !== this.#state) this.#change(next);
  }

  /** Whether another car may be taken up now; a yes is counted, so ask it last. */
  allowsCar(): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'down') return this.#waiting.size === 0;
    const { clock, onChange } = this.#options;
    const now = clock.now();
    if (now < this.#nextCarAt) return false;
    const pauseMs = this.#carPauses.next();
    this.#nextCarAt = now + pauseMs;
    clock.after(pauseMs, onChange);
    return true;
  }

  /**
   * Runs a lookup. When the API goes down meanwhile, the lookup is dropped and starts again once the API is back, with
   * all its attempts and all its time: a car must not fail because of a time in which every car would.
   */
  async guard(
    id: string,
    signal: AbortSignal,
    lookUp: (signal: AbortSignal) => Promise<Attempt>,
  ): Promise<Attempt> {
    for (;;) {
      // it may go down again between the wake-up of this lookup and its turn
      do await this.#untilUp(signal, id);
      while (this.#state === 'down' && !signal.aborted);
      const linked = new LinkedAbortController(signal);
      let interrupted = false;
      const interrupt = (): void => {
        interrupted = true;
        linked.abort();
      };
      this.#running.add(interrupt);
      try {
        const result = await lookUp(linked.signal);
        if (result.ok || signal.aborted || !interrupted) return result;
      } finally {
        this.#running.delete(interrupt);
        linked.release();
      }
    }
  }

  #stateAfter(reach: Reach): CircuitState {
    const { atLeast, afterMs } = this.#options;
    if (reach === 'answered') return 'closed';
    if (this.#unreachable.reaches(atLeast, afterMs)) return 'down';
    if (reach === 'silent' && this.#unanswered.reaches(atLeast, afterMs)) return 'hung';
    return this.#state;
  }

  #change(next: CircuitState): void {
    this.#state = next;
    this.#carPauses.reset();
    this.#nextCarAt = this.#options.clock.now();
    if (next === 'down') {
      for (const interrupt of [...this.#running]) interrupt();
      if (!this.#probing) void this.#keepProbing();
    } else for (const resume of [...this.#waiting.keys()]) resume();
    this.#options.onChange();
  }

  async #keepProbing(): Promise<void> {
    const { probe, clock, signal } = this.#options;
    this.#probing = true;
    const pauses = new Backoff(FIRST_PROBE_MS, SLOWEST_PROBE_MS);
    while (this.#state === 'down') {
      await sleep(clock, pauses.next(), signal);
      const [first] = this.#waiting;
      if (signal.aborted || this.#state !== 'down') break;
      if (first === undefined) continue;
      // ids take turns: one that is answered by nobody must not stand for all
      this.#waiting.delete(first[0]);
      this.#waiting.set(...first);
      const result = await probe(first[1], signal);
      if (result !== undefined) this.record(result);
    }
    this.#probing = false;
  }

  /** Resolves at once, or when the API is back, or when `signal` fires. */
  #untilUp(signal: AbortSignal, id: string): Promise<void> {
    return new Promise((resolve) => {
      const resume = (): void => {
        this.#waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      this.#waiting.set(resume, id);
      signal.addEventListener('abort', resume);
      if (this.#state !== 'down' || signal.aborted) resume();
    });
  }
}

/** Counts events in a row, and since when. */
class EventRun {
  readonly #clock: Clock;
  #count = 0;
  #since = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(): void {
    if (this.#count === 0) this.#since = this.#clock.now();
    this.#count++;
  }

  end(): void {
    this.#count = 0;
  }

  reaches(atLeast: number, afterMs: number): boolean {
    return this.#count >= atLeast && this.#clock.now() - this.#since >= afterMs;
  }
}
