import type { Clock } from '../../clock/clock.ts';
import { sleep } from '../../clock/sleep.ts';
import { CommandError } from '../../errors/command-error.ts';

/** Between two tries: half a second at first, twice as long each time, five seconds at most. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const TOLD_EVERY_MS = 5_000;

export interface PatienceOptions {
  /** how long a thing may be away, in ms */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** told of the first failure, then every five seconds, and when it is over */
  readonly say: (line: string) => void;
}

/** Waits out what is away for a while, and no longer than was asked for. */
export interface Patience {
  /** To be told whenever the thing answered. */
  readonly answered: () => void;
  /**
   * Waits before the next try; resolves early when the signal fires.
   *
   * @param triedSince when the try began, by the clock: if nothing answered since, it has been away at least so long
   * @throws the error when no waiting helps (`isPassing`), or when the thing has been away for too long
   */
  readonly afterFailure: (error: unknown, triedSince?: number) => Promise<void>;
}

export function createPatience({ waitMs, clock, signal, say }: PatienceOptions): Patience {
  let awaySince: number | undefined;
  let answeredAt = -Infinity;
  let toldAt = -Infinity;
  let pauseMs = FIRST_PAUSE_MS;
  return {
    answered: () => {
      if (awaySince !== undefined && toldAt !== -Infinity)
        say(`it answers again, after ${seconds(clock.now() - awaySince)}`);
      answeredAt = clock.now();
      awaySince = undefined;
      toldAt = -Infinity;
      pauseMs = FIRST_PAUSE_MS;
    },
    afterFailure: async (error, triedSince) => {
      if (!isPassing(error)) throw error;
      const now = clock.now();
      awaySince ??= triedSince === undefined || triedSince < answeredAt ? now : triedSince;
      const leftMs = awaySince + waitMs - now;
      if (leftMs <= 0) throw gaveUp(error, now - awaySince);
      if (now - toldAt >= TOLD_EVERY_MS) {
        toldAt = now;
        say(`${messageOf(error)}; trying again for ${seconds(leftMs)}`);
      }
      await sleep(clock, Math.min(pauseMs, leftMs), signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    },
  };
}

/**
 * Runs `attempt` until it answers. Throws as `afterFailure`.
 *
 * @returns undefined as soon as the signal fires, also while an attempt is under way: it is left to itself
 */
export async function untilAnswered<T>(
  patience: Patience,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  attempt: () => Promise<T>,
): Promise<T | undefined> {
  while (!signal.aborted) {
    const triedSince = clock.now();
    try {
      const answer = await unlessStopped(attempt(), signal);
      if (answer === STOPPED) return undefined;
      patience.answered();
      return answer;
    } catch (error) {
      await patience.afterFailure(error, triedSince);
    }
  }
  return undefined;
}

const STOPPED = Symbol('stopped');

function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof STOPPED> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(STOPPED);
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** What a person has to put right does not pass by waiting; everything else may. */
const LASTING = new Set(['USAGE', 'INPUT_UNREADABLE', 'KAFKA_REFUSED', 'KAFKA_CLIENT', 'TOPIC_PARTITIONS']);

/** Whether waiting may help. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof CommandError && LASTING.has(error.code));

function gaveUp(error: unknown, awayMs: number): unknown {
  if (!(error instanceof CommandError)) return error;
  return new CommandError(error.code, `${error.message}; gave up after ${seconds(awayMs)} (--wait)`, {
    cause: error,
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;
