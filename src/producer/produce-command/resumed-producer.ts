import { createHash } from 'node:crypto';
import type { RetryWithBackoff } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { checkTopics, PART_TOPIC_PLAN } from '../../line/topics/line-topics.ts';
import { type ProducerState, produceAtPace } from '../pacing/paced-producer.ts';
import type { RecordSource } from '../source/record-source.ts';

export interface ResumedProducerOptions {
  /** A connection of its own each time; of those of one name the newest counts (`ChosenTopics`). */
  readonly connect: (name: string) => Promise<Topics>;
  readonly source: RecordSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly retry: RetryWithBackoff;
  readonly onProgress: (state: ProducerState) => void;
}

/**
 * Sends a source to its end over as many connections as it takes: after each that broke it reads how far the topics
 * are, and continues from there. Whether the batch that was under way is among them does not matter.
 *
 * The connections have the source's name, so that a new one first ends what an old one had begun, and two processes
 * that send the same source do not both send it.
 *
 * @returns undefined when the signal fired before it could begin
 * @throws CommandError, when waiting does not help or was too long
 */
export async function produceResumed(options: ResumedProducerOptions): Promise<ProducerState | undefined> {
  const { connect, source, clock, signal, retry, onProgress } = options;
  const name = `rccar-produce-${createHash('sha256').update(source.id).digest('hex').slice(0, 16)}`;
  let sentBefore: number | undefined;
  let last: ProducerState | undefined;
  while (!signal.aborted) {
    const triedSince = clock.now();
    let topics: Topics | undefined;
    try {
      topics = await connect(name);
      await checkTopics(topics, PART_TOPIC_PLAN);
      return await produceAtPace({
        topics,
        source,
        clock,
        signal,
        onProgress: (state) => {
          retry.answered();
          sentBefore ??= state.sent;
          last = { ...state, sentNow: state.sent - sentBefore };
          onProgress(last);
        },
      }).then((state) => last ?? state);
    } catch (error) {
      await retry.afterFailure(error, triedSince);
    } finally {
      await topics?.close().catch(() => undefined); // broken already
    }
  }
  return last;
}
