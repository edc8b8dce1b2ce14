import { KsqlError } from '../../errors/ksql-error.ts';

/** Topics that the engine itself writes (ksql.readonly.topics, and ksqlDB’s own): what others write there would damage the folder. */
export const isReadOnlyTopic = (topic: string): boolean => topic === '_schemas' || topic.startsWith('_ksql-');

/** Of a topic that somebody wants to make or to write. Throws KsqlError TOPIC_READ_ONLY. */
export function refuseReadOnly(topic: string): void {
  if (isReadOnlyTopic(topic))
    throw new KsqlError('TOPIC_READ_ONLY', `topic ${topic} is written by the engine alone`, {
      hint: 'schemas are registered over HTTP or by the statements that write with them, and statements are executed',
    });
}
