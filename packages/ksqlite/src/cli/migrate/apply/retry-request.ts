import { RestError, type RestErrorCode } from '../../../client/rest-error.ts';
import { Backoff } from '../../../clock/backoff.ts';
import { sleep } from '../../../clock/sleep.ts';
import type { MigrationContext } from './migration-context.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;
/** A server that fails at a request may do so each time. */
const MOST_FAILURES = 5;

/** The server is away for a while, or the answer was lost: asking again may help. */
const PASSING: readonly RestErrorCode[] = ['KSQLDB_AWAY', 'KSQLDB_UNCERTAIN', 'KSQLDB_FAILED'];

export const isPassing = (error: unknown): error is RestError =>
  error instanceof RestError && PASSING.includes(error.code);

/**
 * Makes the attempt until it succeeds, with growing pauses, for `waitMs` at most. Only for what may be done twice.
 *
 * @throws what the attempt throws when asking again does not help, or did not within the time; the signal's reason
 */
export async function retryRequest<T>(
  context: MigrationContext,
  attempt: (tries: number) => Promise<T>,
): Promise<T> {
  const { clock, waitMs, signal, onProgress } = context;
  const end = clock.now() + waitMs;
  const backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  let failures = 0;
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      return await attempt(tries);
    } catch (error) {
      const pauseMs = backoff.next();
      if (!isPassing(error) || clock.now() + pauseMs > end) throw error;
      if (error.code === 'KSQLDB_FAILED' && ++failures === MOST_FAILURES) throw error;
      onProgress({ kind: 'waiting', reason: error.message });
      await sleep(clock, pauseMs, signal);
    }
  }
}
