/**
 * Keeps records from failing because of a time in which the API answers nobody.
 *
 * It opens when every attempt of a while came to nothing, and closes with the first that is answered, with whatever.
 * While it is `down` no request runs; one attempt, at longer and longer intervals, finds out when that is over. While it
 * is `hung` requests continue and fail in their time, because it can't be told from what the API hangs on; a record is
 * taken up now and then: its requests find out.
 *
 * What must stay true: a request that ran when the API went down starts again from its first attempt, and a single one that
 * is never answered does not hold all others back (probes take the requests in turn).
 */
import { Backoff, type Clock, sleep } from '../../clock/index.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import type { Attempt, Reach } from './request-failure.ts';

/** `down`: nobody is there to connect to. `hung`: it takes connections and answers nothing. */
export type CircuitState = 'closed' | 'down' | 'hung';

/** @typeParam Asked what stands for a request, to probe with */
export interface CircuitOptions<Asked> {
  /** attempts in a row that must have come to nothing */
  readonly atLeast: number;
  /** ms over which they must have; Infinity: it never opens */
  readonly afterMs: number;
  /** one attempt through a slot; undefined when `signal` fired first */
  readonly probe: (asked: Asked, signal: AbortSignal) => Promise<Attempt<unknown> | undefined>;
  readonly clock: Clock;
  /** No probe is begun once it fires. */
  readonly signal: AbortSignal;
  /** The state changed, or another record may be taken up. */
  readonly onChange: () => void;
}

const FIRST_PROBE_MS = 250;
const SLOWEST_PROBE_MS = 10_000;

export class CircuitBreaker<Asked> {
  readonly #options: CircuitOptions<Asked>;
  readonly #unanswered: EventRun;
  readonly #unreachable: EventRun;
  #state: CircuitState = 'closed';
  #probing = false;
  #nextRecordAt = 0;
  readonly #recordPauses = new Backoff(FIRST_PROBE_MS, SLOWEST_PROBE_MS);
  /** interrupts a request that runs */
  readonly #running = new Set<() => void>();
  /** resumes a request that waits until the API is back */
  readonly #waiting = new Map<() => void, Asked>();

  constructor(options: CircuitOptions<Asked>) {
    this.#options = options;
    this.#unanswered = new EventRun(options.clock);
    this.#unreachable = new EventRun(options.clock);
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Takes in what an attempt came to that was not called off. */
  record(attempt: Attempt<unknown>): void {
    const reach = attempt.ok ? 'answered' : attempt.reach;
    if (reach === 'answered') this.#unanswered.end();
    else this.#unanswered.add();
    if (reach === 'unreachable') this.#unreachable.add();
    else this.#unreachable.end();
    const next = this.#stateAfter(reach);
    if (next !== this.#state) this.#change(next);
  }

  /** Whether another record may be taken up now; a yes is counted, so ask it last. */
  allowsRecord(): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'down') return this.#waiting.size === 0;
    const { clock, onChange } = this.#options;
    const now = clock.now();
    if (now < this.#nextRecordAt) return false;
    const pauseMs = this.#recordPauses.next();
    this.#nextRecordAt = now + pauseMs;
    clock.after(pauseMs, onChange);
    return true;
  }

  /**
   * Runs a request. When the API goes down meanwhile, the request is dropped and starts again once the API is back, with
   * all its attempts and all its time: a record must not fail because of a time in which every record would.
   */
  async guard<T>(
    asked: Asked,
    signal: AbortSignal,
    request: (signal: AbortSignal) => Promise<Attempt<T>>,
  ): Promise<Attempt<T>> {
    for (;;) {
      // it may go down again between the wake-up of this request and its turn
      do await this.#untilUp(signal, asked);
      while (this.#state === 'down' && !signal.aborted);
      const linked = new LinkedAbortController(signal);
      let interrupted = false;
      const interrupt = (): void => {
        interrupted = true;
        linked.abort();
      };
      this.#running.add(interrupt);
      try {
        const result = await request(linked.signal);
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
    this.#recordPauses.reset();
    this.#nextRecordAt = this.#options.clock.now();
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
      // requests take turns: one that is answered by nobody must not stand for all
      this.#waiting.delete(first[0]);
      this.#waiting.set(...first);
      const result = await probe(first[1], signal);
      if (result !== undefined) this.record(result);
    }
    this.#probing = false;
  }

  /** Resolves at once, or when the API is back, or when `signal` fires. */
  #untilUp(signal: AbortSignal, asked: Asked): Promise<void> {
    return new Promise((resolve) => {
      const resume = (): void => {
        this.#waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      this.#waiting.set(resume, asked);
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
