import type { TopicLog } from '../../log/topic-log.ts';
import type { AssertTopic } from '../../sql/ast/statement.ts';
import type { ScriptStatement } from '../../statements/session/script-statements.ts';
import { API_CODES, ApiError } from '../http/api-error.ts';
import { type Entity, entity } from './entity.ts';
import type { AnswerContext } from './inspect-entity.ts';

/** ksqlDB's `ksql.assert.topic.default.timeout.ms`. */
const DEFAULT_TIMEOUT_MS = 1_000;

/** ASSERT TOPIC, as it is now. Throws ApiError where it fails. As ksqlDB's AssertTopicExecutor. */
export function assertTopicEntity(
  statement: AssertTopic,
  { text }: ScriptStatement,
  { engine }: AnswerContext,
): Entity {
  const problem = problemOf(engine.log, statement);
  if (problem !== undefined) throw new ApiError(API_CODES.assertionFailed, problem);
  return entity('assert_topic', text, { topicName: statement.topic, exists: statement.exists });
}

/**
 * Waits until the statement is true, or its TIMEOUT has passed. A topic is made or deleted by a commit: there is nothing to
 * look at in between.
 */
export async function untilTrue(
  statement: AssertTopic,
  { engine }: Pick<AnswerContext, 'engine'>,
): Promise<void> {
  const { log } = engine;
  const isTrue = (): boolean => problemOf(log, statement) === undefined;
  if (isTrue()) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, statement.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const stop = log.onCommitted(() => {
      if (isTrue()) done();
    });
  });
}

function problemOf(log: TopicLog, { topic, exists, properties }: AssertTopic): string | undefined {
  const partitions = log.topics.get(topic)?.partitions.length;
  if (!exists) return partitions === undefined ? undefined : `Topic ${topic} exists`;
  if (partitions === undefined) return `Topic ${topic} does not exist`;
  const problems = properties.flatMap(({ name, value }) => {
    const property = name.text.toLowerCase();
    const actual = property === 'partitions' ? partitions : property === 'replicas' ? 1 : undefined;
    if (actual === undefined) return [`Cannot assert unknown topic property: ${name.text}`];
    return value === actual
      ? []
      : [
          `Mismatched configuration for topic ${topic}: For config ${property}, expected ${value} got ${actual}`,
        ];
  });
  return problems.length === 0 ? undefined : problems.join('\n');
}
