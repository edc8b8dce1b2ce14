import type { Clock } from '../clock/clock.ts';
import { sleep } from '../clock/sleep.ts';
import { CommandError } from '../errors/command-error.ts';
import { dumpRange, rangesOf } from './dump.ts';
import type { ReadableTopics } from './port.ts';

const LOOK_EVERY_MS = 250;

/**
 * A topic as `dumpTopic` writes it, and then what comes, until the signal fires. Each partition in order of offset.
 *
 * @param retry waits after a failure between two looks; throws when they have lasted too long
 * @throws CommandError TOPIC_UNKNOWN, at once where there is no such topic at the beginning
 */
export async function* followTopic(options: {
  readonly topics: ReadableTopics;
  readonly name: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly retry: {
    readonly answered: () => void;
    readonly afterFailure: (error: unknown) => Promise<void>;
  };
}): AsyncGenerator<string, void> {
  const { topics, name, clock, signal, retry } = options;
  const next = new Map<number, number>();
  let isKnown = false;
  while (!signal.aborted) {
    try {
      for (const { partition, start, end } of await rangesOf(topics, name, 'Kafka'))
        for await (const { text, offset } of dumpRange(topics, name, {
          partition,
          start: Math.max(start, next.get(partition) ?? start),
          end,
        })) {
          next.set(partition, offset);
          yield text;
          if (signal.aborted) return;
        }
      isKnown = true;
      retry.answered();
    } catch (error) {
      // a broker that starts again may not know it for a while
      if (!isKnown && error instanceof CommandError && error.code === 'TOPIC_UNKNOWN') throw error;
      await retry.afterFailure(error);
    }
    await sleep(clock, LOOK_EVERY_MS, signal);
  }
}
