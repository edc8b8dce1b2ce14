/** Statements of the folder that can't be executed any more: a function is gone, or has other types; or what they read can't be. */
import { streamsProperties } from '../../../analysis/streams-properties.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { KnownStatement } from './known-statement.ts';

/** Why a statement can't be executed any more; undefined: it can. */
export function brokenReason(
  engine: Pick<Engine, 'brokenStatements'>,
  { command: { effect } }: KnownStatement,
): string | undefined {
  const broken = engine
    .brokenStatements()
    .find(({ creates, queryId }) =>
      creates === undefined ? queryId !== undefined && queryId === effect.starts : creates === effect.creates,
    );
  return broken?.status().errors.at(-1)?.errorMessage;
}

/** The topic that the query of a statement fills, whether or not it can be executed. undefined: it has no query. */
export function filledTopic(
  { properties: settings }: Pick<Engine, 'properties'>,
  { statement, command }: KnownStatement,
): string | undefined {
  if (statement.kind !== 'CreateAs') return undefined;
  const given = statement.properties.find(({ name }) => name.text === 'KAFKA_TOPIC')?.value;
  const { topicPrefix } = streamsProperties(new Map([...Object.entries(settings), ...command.properties]));
  return typeof given === 'string' ? given : `${topicPrefix}${statement.name.text}`;
}
