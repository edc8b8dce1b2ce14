import { Backoff, type Clock, sleep } from '../../clock/index.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';

/** The pause grows up to this multiple of the first one. */
const LONGEST_PAUSE = 8;
/** A session that lasted this long did not fail at its start: the pause is short again. ms */
const GOOD_SESSION_MS = 30_000;

/**
 * Runs one session after another until `stop` or `finish` fires. A session that fails is over: what it had under way is dropped,
 * and the next begins from what is committed. That is the only safe answer to a commit that may or may not have
 * happened. The pause before the next doubles while they fail at once, as with a broker that is away.
 */
export async function staySubscribed(options: {
  readonly session: (stop: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
  /** Fires when no further session is to begin. */
  readonly finish?: AbortSignal;
  readonly clock: Clock;
  /** before the second session */
  readonly pauseMs: number;
  readonly onError: (error: unknown) => void;
}): Promise<void> {
  const { session, stop, finish, clock, pauseMs, onError } = options;
  const pauses = new Backoff(pauseMs, LONGEST_PAUSE * pauseMs);
  const over = new LinkedAbortController(stop, ...(finish === undefined ? [] : [finish]));
  while (!over.signal.aborted) {
    const begunAt = clock.now();
    try {
      await session(stop);
    } catch (error) {
      onError(error);
    }
    if (clock.now() - begunAt > GOOD_SESSION_MS) pauses.reset();
    await sleep(clock, pauses.next(), over.signal);
  }
  over.release();
}
