import type { Engine } from '../engine/engine.ts';
import { createProcessingLogStream, processingLogSettings } from '../problems/processing-log-settings.ts';
import { scriptStatements } from '../statements/session/script-statements.ts';
import { openSession } from '../statements/session/session.ts';

/**
 * Makes the topic of the processing log and the stream over it, where the properties say so and there are none, as a ksqlDB
 * server does when it starts. A stream that was dropped is made again at the next start. Throws KsqlError.
 */
export function openProcessingLog(engine: Engine): void {
  const { log, properties, scheduler } = engine;
  const { topic, partitions, isWritten, stream } = processingLogSettings(properties);
  if (isWritten && !log.topics.has(topic)) log.createTopic(topic, partitions);
  const isNamed = engine.sources().some(({ name }) => name === stream);
  if (stream !== undefined && log.topics.has(topic) && !isNamed) {
    const session = openSession();
    for (const statement of scriptStatements(createProcessingLogStream(stream, topic), session, engine))
      engine.run(statement, session);
  }
  if (log.dirty()) scheduler.wake();
}
