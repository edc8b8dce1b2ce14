import { Backoff } from '../../clock/backoff.ts';
import type { Clock } from '../../clock/clock.ts';
import { sleep } from '../../clock/sleep.ts';
import { CommandError } from '../../errors/command-error.ts';
import { messageOf } from '../../errors/message-of.ts';

/** Between two tries: half a second at first, twice as long each time, five seconds at most. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const LOG_EVERY_MS = 5_000;

export interface RetryOptions {
  /** how long a service may be away, in ms */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** gets the first failure, then one every five seconds, and when the service answers again */
  readonly log: (line: string) => void;
}

/**
 * How a command outlives a service (a broker, the price API) that is away for a while: it tries again with growing
 * pauses, for `waitMs` at most. The time counts from when the service was last known to be there, over any number of
 * calls: `answered` begins it again.
 */
export class RetryWithBackoff {
  readonly #options: RetryOptions;
  readonly #backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  #awaySince: number | undefined;
  #answeredAt = -Infinity;
  #loggedAt = -Infinity;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** To be called whenever the service answered. */
  answered(): void {
    const { clock, log } = this.#options;
    if (this.#awaySince !== undefined && this.#loggedAt !== -Infinity)
      log(`it answers again, after ${seconds(clock.now() - this.#awaySince)}`);
    this.#answeredAt = clock.now();
    this.#awaySince = undefined;
    this.#loggedAt = -Infinity;
    this.#backoff.reset();
  }

  /**
   * Waits before the next try; resolves early when the signal fires.
   *
   * @param triedSince when the try began, by the clock: if nothing answered since, it has been away at least so long
   * @throws the error when waiting can't help (`mayPass`), or when the service has been away for too long
   */
  async afterFailure(error: unknown, triedSince?: number): Promise<void> {
    if (!mayPass(error)) throw error;
    const { waitMs, clock, signal, log } = this.#options;
    const now = clock.now();
    this.#awaySince ??= triedSince === undefined || triedSince < this.#answeredAt ? now : triedSince;
    const leftMs = this.#awaySince + waitMs - now;
    if (leftMs <= 0) throw gaveUp(error, now - this.#awaySince);
    if (now - this.#loggedAt >= LOG_EVERY_MS) {
      this.#loggedAt = now;
      log(`${messageOf(error)}; trying again for ${seconds(leftMs)}`);
    }
    await sleep(clock, Math.min(this.#backoff.next(), leftMs), signal);
  }

  /**
   * Runs `attempt` until it answers. Throws as `afterFailure`.
   *
   * @returns undefined as soon as the signal fires, also while an attempt is under way: it is left to itself
   */
  async untilAnswered<T>(
    attempt: () => Promise<T>,
    signal: AbortSignal = this.#options.signal,
  ): Promise<T | undefined> {
    while (!signal.aborted) {
      const triedSince = this.#options.clock.now();
      try {
        const answer = await unlessStopped(attempt(), signal);
        if (answer === STOPPED) return undefined;
        this.answered();
        return answer;
      } catch (error) {
        await this.afterFailure(error, triedSince);
      }
    }
    return undefined;
  }
}

const STOPPED = Symbol('stopped');

function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof STOPPED> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(STOPPED);
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** What a person has to put right stays as it is, however long one waits; everything else may pass. */
const LASTING = new Set<string>([
  'USAGE',
  'INPUT_UNREADABLE',
  'KAFKA_REFUSED',
  'KAFKA_CLIENT',
  'TOPIC_PARTITIONS',
  'KSQLDB_URL',
  'KSQLDB_CREDENTIALS',
  'KSQLDB_ALIEN',
  'KSQLDB_REFUSED',
]);

/** Whether waiting may help. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof CommandError && LASTING.has(error.code));

function gaveUp(error: unknown, awayMs: number): unknown {
  if (!(error instanceof CommandError)) return error;
  return error.withMessage(`${error.message}; gave up after ${seconds(awayMs)} (--wait)`);
}

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;
