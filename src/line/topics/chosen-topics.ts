import { CommandError, type Env } from 'ksqlite/cli';
import { type ChooseTopics, type ChosenTopics, chooseTopics } from 'ksqlite/topics';

/** The topics of the line's commands; brokers know them as `rccar…`. */
export const chooseLineTopics: ChooseTopics = (env) => chooseTopics(env, 'rccar');

/**
 * The topics of a command that needs a broker.
 *
 * @param command as it is in package.json
 * @throws CommandError USAGE when KAFKA_BOOTSTRAP is not set
 */
export function kafkaOnly(
  choose: ChooseTopics,
  env: Env,
  command: string,
): Extract<ChosenTopics, { readonly runtime: 'kafka' }> {
  const chosen = choose(env);
  if (chosen.runtime === 'kafka') return chosen;
  throw new CommandError(
    'USAGE',
    `KAFKA_BOOTSTRAP: is not set, and npm run ${command} works on a Kafka broker: set it to its address, such as localhost:9092. The whole line without Kafka: npm start`,
  );
}
