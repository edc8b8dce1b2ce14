import type { RetryWithBackoff } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { PARTITIONS } from '../../contracts/topic-names.ts';
import { checkTopics, PART_TOPIC_PLAN } from '../../line/topics/line-topics.ts';
import { startHeartbeat } from '../heartbeat.ts';

/** ksqlDB waits for a stream that was quiet for less than 30 s (`max.task.idle.ms` in ksql/005_roll_call.sql). */
const QUIET_EVERY_MS = 20_000;

export interface BeatCounts {
  /** ticks whose heartbeats are on the topics */
  readonly ticks: number;
  /** connections that could not be made or broke */
  readonly failures: number;
  /** when the last heartbeat was durable, or found not to be needed, ms since the epoch */
  readonly lastAt: number | undefined;
}

/**
 * Beats until the signal fires, over as many connections as it takes.
 *
 * @throws CommandError, when waiting does not help or was too long
 */
export async function beatResumed(options: {
  readonly connect: () => Promise<Topics>;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly retry: RetryWithBackoff;
  readonly onCounts: (counts: BeatCounts) => void;
}): Promise<void> {
  const { connect, everyMs, clock, signal, retry, onCounts } = options;
  let counts: BeatCounts = { ticks: 0, failures: 0, lastAt: undefined };
  const count = (change: Partial<BeatCounts>): void => {
    counts = { ...counts, ...change };
    onCounts(counts);
  };
  while (!signal.aborted) {
    const triedSince = clock.now();
    let topics: Topics | undefined;
    try {
      topics = await connect();
      await checkTopics(topics, PART_TOPIC_PLAN);
      await beatUntilBroken(topics, everyMs, clock, signal, (ticks) => {
        retry.answered();
        count({ ticks: counts.ticks + ticks, lastAt: clock.now() });
      });
    } catch (error) {
      count({ failures: counts.failures + 1 });
      await retry.afterFailure(error, triedSince);
    } finally {
      await topics?.close().catch(() => undefined); // broken already
    }
  }
}

/** Resolves when the signal fires; throws what the first heartbeat failed with that could not be sent. */
function beatUntilBroken(
  topics: Topics,
  everyMs: number,
  clock: Clock,
  signal: AbortSignal,
  onTick: (beats: 0 | 1) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      signal.removeEventListener('abort', stop);
      void heartbeat.stop().then(resolve);
    };
    const heartbeat = startHeartbeat({
      topics,
      partitions: PARTITIONS,
      everyMs,
      clock,
      quietEveryMs: QUIET_EVERY_MS,
      onBeat: () => onTick(1),
      onRest: () => onTick(0),
      onError: (error) => {
        reject(error);
        stop();
      },
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
