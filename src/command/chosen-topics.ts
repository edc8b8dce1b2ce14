import { LineError } from '../contracts/line-error.ts';
import type { Topics } from '../topics/port.ts';
import type { Env } from './run-main.ts';

/** Which runtime a command's topics are on. The one place that decides it. */
export type ChosenTopics =
  | { readonly runtime: 'embedded' }
  | {
      readonly runtime: 'kafka';
      /**
       * Connects; each call makes a connection of its own.
       *
       * @param name what the broker knows the connection by. Of the connections that write under one name the newest
       *   counts: what an older one has begun and not ended is undone first, and nothing more is taken from it.
       * @throws LineError KAFKA_AWAY, KAFKA_REFUSED, KAFKA_CLIENT
       */
      readonly connect: (name?: string) => Promise<Topics>;
    };

export type ChooseTopics = (env: Env) => ChosenTopics;

/** KAFKA_BOOTSTRAP decides: a broker where it is set, the embedded engine's data folder where it is not. */
export const chooseTopics: ChooseTopics = (env) => {
  if (!env.KAFKA_BOOTSTRAP) return { runtime: 'embedded' };
  throw new LineError('KAFKA_CLIENT', 'Kafka is not wired yet');
};

/**
 * The topics of a command that needs a broker.
 *
 * @throws LineError USAGE when KAFKA_BOOTSTRAP is not set
 */
export function kafkaOnly(
  choose: ChooseTopics,
  env: Env,
  command: string,
): Extract<ChosenTopics, { readonly runtime: 'kafka' }> {
  const chosen = choose(env);
  if (chosen.runtime === 'kafka') return chosen;
  throw new LineError(
    'USAGE',
    `KAFKA_BOOTSTRAP: is not set, and npm run ${command} works on a Kafka broker: set it to its address, such as localhost:9092. The whole line without Kafka: npm start`,
  );
}
