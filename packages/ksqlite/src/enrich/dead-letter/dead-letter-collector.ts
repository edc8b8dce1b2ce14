import { type Clock, systemClock } from '../../clock/index.ts';
import type { Topics } from '../../topics/port.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { waitAtMost } from '../concurrency/wait-at-most.ts';
import { staySubscribed } from '../session/stay-subscribed.ts';
import { collectLetters, type Unreadable } from './collect-letters.ts';

const STOP_MS = 1_900;

export interface CollectorStats {
  /** records looked at */
  readonly records: number;
  /** letters committed */
  readonly letters: number;
}

export interface DeadLetterCollector {
  readonly stats: () => CollectorStats;
  /** Stops within two seconds. */
  readonly stop: () => Promise<void>;
}

export interface CollectorStart {
  readonly topics: Topics;
  /** the topics to look at */
  readonly from: readonly string[];
  /** the topic of the letters */
  readonly to: string;
  readonly unreadable: Unreadable;
  /** default: `dead-letters` */
  readonly group?: string;
  /** Records at a time; default 5,000. */
  readonly batchSize?: number;
  /** How long offsets may wait for their commit when there are no letters, in ms; default 1,000. */
  readonly commitEveryMs?: number;
  /** Pause before the topics are subscribed to again after they failed, in ms; default 1,000. */
  readonly resubscribeDelayMs?: number;
  /** Stops it as `stop` does. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** What the topics threw or `unreadable` was rejected with, and a letter that can't be written; the collector continues until it is stopped. */
  readonly onError?: (error: unknown) => void;
}

/** Copies every record of some topics that can't be read to a topic of dead letters, each exactly once. */
export function startDeadLetterCollector(options: CollectorStart): DeadLetterCollector {
  const { clock = systemClock, onError = logError } = options;
  const life = new LinkedAbortController(...(options.signal ? [options.signal] : []));
  let records = 0;
  let letters = 0;

  const ended = staySubscribed({
    session: (stop) =>
      collectLetters(
        {
          topics: options.topics,
          from: options.from,
          to: options.to,
          group: options.group ?? 'dead-letters',
          unreadable: options.unreadable,
          batchSize: options.batchSize ?? 5_000,
          commitEveryMs: options.commitEveryMs ?? 1_000,
          clock,
          onRead: (count) => {
            records += count;
          },
          onCommitted: (count) => {
            letters += count;
          },
          onRefused: onError,
        },
        stop,
      ),
    stop: life.signal,
    clock,
    pauseMs: options.resubscribeDelayMs ?? 1_000,
    onError,
  }).finally(life.release);

  return {
    stats: () => ({ records, letters }),
    stop: () => {
      life.abort();
      return waitAtMost(clock, STOP_MS, ended);
    },
  };
}

function logError(error: unknown): void {
  console.error('dead letters:', error);
}
