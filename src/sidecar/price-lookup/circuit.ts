import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import { childAbort } from '../concurrency/linked-abort.ts';
import type { Attempt, Reach } from './attempt.ts';

/** `down`: nobody is there to connect to. `hung`: it takes connections and answers nothing. */
export type CircuitState = 'closed' | 'down' | 'hung';

export interface Circuit {
  readonly state: () => CircuitState;
  /** What a request came to that was not called off. */
  readonly note: (attempt: Attempt) => void;
  /** Whether another car may be taken up now; a yes is counted, so ask it last. */
  readonly admits: () => boolean;
  /**
   * Runs a lookup. When the API goes down meanwhile, the lookup is dropped and begins anew once the API is back, with
   * all its attempts and all its time: a car must not fail because of a time in which every car would.
   */
  readonly guard: (
    id: string,
    signal: AbortSignal,
    lookUp: (signal: AbortSignal) => Promise<Attempt>,
  ) => Promise<Attempt>;
}

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
  /** The state changed, or another car may be admitted. */
  readonly onChange: () => void;
}

const FIRST_PROBE_MS = 250;
const SLOWEST_PROBE_MS = 10_000;

/**
 * Opens when every request of a while came to nothing, and closes with the first that is answered, with whatever.
 *
 * While it is `down` no lookup runs; one request, at longer and longer intervals, finds out when that is over. While it
 * is `hung` lookups go on and fail in their time, because it can't be told from ids that the API hangs on; a car is
 * taken up now and then: its lookups find out.
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const { atLeast, afterMs, probe, clock, signal: life, onChange } = options;
  let state: CircuitState = 'closed';
  const unanswered = runOf(clock);
  const unreachable = runOf(clock);
  let probing = false;
  let nextCarAt = 0;
  let carEveryMs = FIRST_PROBE_MS;
  const running = new Set<() => void>();
  /** lookups that wait until the API is back, and their ids */
  const waiting = new Map<() => void, string>();

  const change = (next: CircuitState): void => {
    if (state === next) return;
    state = next;
    carEveryMs = FIRST_PROBE_MS;
    nextCarAt = clock.now();
    if (next === 'down') {
      for (const interrupt of [...running]) interrupt();
      if (!probing) void keepProbing();
    } else for (const goOn of [...waiting.keys()]) goOn();
    onChange();
  };
  const note = (reach: Reach): void => {
    if (reach === 'answered') unanswered.end();
    else unanswered.add();
    if (reach === 'unreachable') unreachable.add();
    else unreachable.end();
    if (reach === 'answered') change('closed');
    else if (unreachable.reaches(atLeast, afterMs)) change('down');
    else if (unanswered.reaches(atLeast, afterMs) && reach === 'silent') change('hung');
  };
  const keepProbing = async (): Promise<void> => {
    probing = true;
    for (let waitMs = FIRST_PROBE_MS; state === 'down'; waitMs = Math.min(2 * waitMs, SLOWEST_PROBE_MS)) {
      await sleep(clock, waitMs, life);
      const [first] = waiting;
      if (life.aborted || state !== 'down') break;
      if (first === undefined) continue;
      // ids take turns: one that is answered by nobody must not stand for all
      waiting.delete(first[0]);
      waiting.set(...first);
      const result = await probe(first[1], life);
      if (result !== undefined) note(result.ok ? 'answered' : result.reach);
    }
    probing = false;
  };
  const admitted = (signal: AbortSignal, id: string): Promise<void> =>
    new Promise((resolve) => {
      const goOn = (): void => {
        waiting.delete(goOn);
        signal.removeEventListener('abort', goOn);
        resolve();
      };
      waiting.set(goOn, id);
      signal.addEventListener('abort', goOn);
      if (state !== 'down' || signal.aborted) goOn();
    });

  return {
    state: () => state,
    note: (attempt) => note(attempt.ok ? 'answered' : attempt.reach),
    admits: () => {
      if (state === 'closed') return true;
      if (state === 'down') return waiting.size === 0;
      const now = clock.now();
      if (now < nextCarAt) return false;
      nextCarAt = now + carEveryMs;
      clock.after(carEveryMs, onChange);
      carEveryMs = Math.min(2 * carEveryMs, SLOWEST_PROBE_MS);
      return true;
    },
    guard: async (id, signal, lookUp) => {
      for (;;) {
        // it may go down again between the word to go on and the going
        do await admitted(signal, id);
        while (state === 'down' && !signal.aborted);
        const own = childAbort(signal);
        let interrupted = false;
        const interrupt = (): void => {
          interrupted = true;
          own.abort();
        };
        running.add(interrupt);
        try {
          const result = await lookUp(own.signal);
          if (result.ok || signal.aborted || !interrupted) return result;
        } finally {
          running.delete(interrupt);
          own.release();
        }
      }
    },
  };
}

/** Counts events in a row, and since when. */
function runOf(clock: Clock) {
  let count = 0;
  let since = 0;
  return {
    add: (): void => {
      if (count === 0) since = clock.now();
      count++;
    },
    end: (): void => {
      count = 0;
    },
    reaches: (atLeast: number, afterMs: number): boolean =>
      count >= atLeast && clock.now() - since >= afterMs,
  };
}
