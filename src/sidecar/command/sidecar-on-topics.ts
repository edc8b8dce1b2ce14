import { mayPass, type RetryWithBackoff } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import type { CollectorStats, Unreadable } from 'ksqlite/enrich';
import type { Topics } from 'ksqlite/topics';
import { PARTITIONS, TOPICS } from '../../contracts/topic-names.ts';
import { checkTopics, PART_TOPIC_PLAN } from '../../line/topics/line-topics.ts';
import type { SidecarOptions } from '../config.ts';
import { startDeadLetterCollector } from '../dead-letter-collector.ts';
import { startSidecar } from '../sidecar.ts';
import type { SidecarStats } from '../sidecar-stats.ts';

/** How often the broker is asked whether it is there: where no car waits, nothing else would tell. */
const PROBE_MS = 5_000;

const PLAN = [
  ...PART_TOPIC_PLAN,
  ...[TOPICS.awaitingPrice, TOPICS.priced, TOPICS.deadLetter].map((name) => ({
    name,
    partitions: PARTITIONS,
  })),
];

export interface RunningStats {
  readonly pricing: SidecarStats | undefined;
  readonly letters: CollectorStats | undefined;
  /** when the broker last answered, ms since the epoch */
  readonly brokerAt: number | undefined;
}

export interface SidecarOnTopics {
  readonly connect: () => Promise<Topics>;
  readonly priceUrl: string;
  readonly config: SidecarOptions;
  /** for what thinks in JSON: the topics, when the records have schemas */
  readonly asJson?: (topics: Topics) => Topics;
  readonly unreadable: Unreadable;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly retry: RetryWithBackoff;
  /** a line for the person at the terminal */
  readonly log: (line: string) => void;
  /** is given, once, what tells how far it is */
  readonly onStarted: (stats: () => RunningStats) => void;
}

/**
 * Prices cars and collects dead letters until the signal fires. What breaks starts again from what is committed.
 *
 * @throws CommandError, when waiting does not help or was too long
 */
export async function runSidecarOnTopics(options: SidecarOnTopics): Promise<void> {
  const { connect, asJson, priceUrl, config, unreadable, clock, signal, retry, log, onStarted } = options;
  const topics = await retry.untilAnswered(async () => {
    const connected = await connect();
    try {
      await checkTopics(connected, PLAN);
      return connected;
    } catch (error) {
      await connected.close().catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  });
  if (topics === undefined) return;
  const lasting = new AbortController();
  const end = AbortSignal.any([signal, lasting.signal]);
  const onError = (who: string) => (error: unknown) => {
    if (mayPass(error))
      log(`${who}: ${error instanceof Error ? error.message : String(error)}; starting again`);
    else lasting.abort(error);
  };
  const sidecar = startSidecar({
    topics: asJson?.(topics) ?? topics,
    priceUrl,
    config,
    clock,
    signal: end,
    log: (line) => log(`pricing: ${line}`),
    onError: onError('pricing'),
  });
  const letters = startDeadLetterCollector({
    topics,
    unreadable,
    clock,
    signal: end,
    onError: onError('dead letters'),
  });
  let brokerAt: number | undefined = clock.now();
  onStarted(() => ({ pricing: sidecar.stats(), letters: letters.stats(), brokerAt }));
  try {
    while (!end.aborted) {
      await retry.untilAnswered(() => topics.ranges(TOPICS.awaitingPrice), end);
      if (!end.aborted) brokerAt = clock.now();
      await sleep(clock, PROBE_MS, end);
    }
  } finally {
    await Promise.all([sidecar.stop(), letters.stop()]);
    await topics.close().catch(() => undefined); // nothing is left to lose
  }
  if (lasting.signal.aborted) throw lasting.signal.reason;
}
