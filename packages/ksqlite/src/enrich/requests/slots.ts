/**
 * At most `count` requests in flight. Bottleneck hands the slots out, with no `expiration` (it would free a slot while
 * the request still runs) and no `highWater` (it would drop). The holder of a slot takes the next waiting job itself:
 * going back to Bottleneck takes 2.5 ms of its timers, all slots in turn (measured: 405 jobs/s, 9 % idle at 40 ms a job).
 *
 * What must stay true: a slot is held until its job has ended, also when the job was called off.
 */
import Bottleneck from 'bottleneck';
import type { Clock } from '../../clock/index.ts';

/** Retries go first: a backlog of new requests must not use up the time that theirs have left. */
export type Urgency = 'new' | 'retry';

export interface SlotStats {
  /** jobs begun */
  readonly requests: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** ms, summed over the slots, with a job in them */
  readonly busyMs: number;
  /** ms since the epoch */
  readonly firstRequestAt: number | undefined;
  readonly lastResponseAt: number | undefined;
}

export interface SlotRunner {
  /**
   * Runs `job` as soon as a slot is free and holds the slot until it ends; `job` itself has to end when it should.
   * Resolves to undefined, without a run, when `signal` fires first. Throws as `job` does.
   */
  run<T>(urgency: Urgency, signal: AbortSignal, job: () => Promise<T>): Promise<T | undefined>;
}

type WaitingJob = () => Promise<void>;

export class Slots implements SlotRunner {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #bottleneck: Bottleneck;
  readonly #queues: Readonly<Record<Urgency, Set<WaitingJob>>> = { retry: new Set(), new: new Set() };
  /** One request for a slot waits at Bottleneck. */
  #asked = false;
  #requests = 0;
  #maxInFlight = 0;
  #busyMs = 0;
  #firstRequestAt: number | undefined;
  #lastResponseAt: number | undefined;
  readonly #running = new Set<{ readonly since: number }>();

  /** @param options.onChange called when a job began, ended or left the queue */
  constructor(options: { readonly count: number; readonly clock: Clock; readonly onChange: () => void }) {
    this.#clock = options.clock;
    this.#onChange = options.onChange;
    this.#bottleneck = new Bottleneck({ maxConcurrent: options.count });
  }

  /** Jobs that wait for a slot. */
  waiting(): number {
    return this.#queues.retry.size + this.#queues.new.size;
  }

  run<T>(urgency: Urgency, signal: AbortSignal, job: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        resolve(undefined);
        return;
      }
      const queue = this.#queues[urgency];
      const leave = (): void => {
        queue.delete(start);
        signal.removeEventListener('abort', drop);
      };
      const drop = (): void => {
        leave();
        resolve(undefined);
        this.#onChange();
      };
      const start = (): Promise<void> => {
        leave();
        return this.#timed(job).then(resolve, reject);
      };
      signal.addEventListener('abort', drop);
      queue.add(start);
      this.#askForSlot();
    });
  }

  stats(): SlotStats {
    const now = this.#clock.now();
    const current = [...this.#running].reduce((sum, { since }) => sum + now - since, 0);
    return {
      requests: this.#requests,
      inFlight: this.#running.size,
      maxInFlight: this.#maxInFlight,
      busyMs: this.#busyMs + current,
      firstRequestAt: this.#firstRequestAt,
      lastResponseAt: this.#lastResponseAt,
    };
  }

  #askForSlot(): void {
    if (this.#asked || this.waiting() === 0) return;
    this.#asked = true;
    void this.#bottleneck.schedule(() => this.#holdSlot());
  }

  async #holdSlot(): Promise<void> {
    this.#asked = false;
    for (let next = this.#mostUrgent(); next !== undefined; next = this.#mostUrgent()) {
      const done = next();
      this.#askForSlot(); // there is more work, and another slot may be free
      await done;
    }
  }

  #mostUrgent(): WaitingJob | undefined {
    const [next] = this.#queues.retry.size > 0 ? this.#queues.retry : this.#queues.new;
    return next;
  }

  async #timed<T>(job: () => Promise<T>): Promise<T> {
    const run = { since: this.#clock.now() };
    this.#running.add(run);
    this.#requests++;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#running.size);
    this.#firstRequestAt ??= run.since;
    this.#onChange();
    try {
      return await job();
    } finally {
      this.#running.delete(run);
      this.#lastResponseAt = this.#clock.now();
      this.#busyMs += this.#lastResponseAt - run.since;
      this.#onChange();
    }
  }
}
