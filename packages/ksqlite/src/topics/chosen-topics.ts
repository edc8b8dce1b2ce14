import { kafkaSettings } from './kafka/kafka-settings.ts';
import type { Topics } from './port.ts';

/** Environment variables. */
type Env = Readonly<Record<string, string | undefined>>;

/** Which runtime a command's topics are on. The one place that decides it. */
export type ChosenTopics =
  | { readonly runtime: 'embedded' }
  | {
      readonly runtime: 'kafka';
      /**
       * Connects; each call makes a connection of its own.
       *
       * @param producerName of the connections that produce under one name the newest counts: before this resolves,
       *   what an older one has begun is committed or undone, and nothing more is taken from it
       * @throws CommandError KAFKA_AWAY, KAFKA_REFUSED, KAFKA_CLIENT
       */
      readonly connect: (producerName?: string) => Promise<Topics>;
    };

export type ChooseTopics = (env: Env) => ChosenTopics;

/**
 * KAFKA_BOOTSTRAP decides: a broker where it is set, the embedded engine's data folder where it is not.
 *
 * @param clientId begins the names that the broker's logs show, and those of transactions; default `ksqlite`
 * @throws CommandError USAGE that names every wrong KAFKA_… variable
 */
export const chooseTopics = (env: Env, clientId?: string): ChosenTopics => {
  if (!env.KAFKA_BOOTSTRAP) return { runtime: 'embedded' };
  const settings = kafkaSettings(env);
  return {
    runtime: 'kafka',
    connect: async (producerName) => {
      const { connectKafkaTopics } = await import('./kafka/kafka-topics.ts');
      return connectKafkaTopics(settings, {
        ...(clientId === undefined ? {} : { clientId }),
        ...(producerName === undefined ? {} : { producerName }),
      });
    },
  };
};
