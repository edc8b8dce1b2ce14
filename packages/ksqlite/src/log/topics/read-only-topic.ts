/** Topics that the engine itself writes (ksql.readonly.topics, and ksqlDB’s own): what others write there would damage the folder. */
export const isReadOnlyTopic = (topic: string): boolean => topic === '_schemas' || topic.startsWith('_ksql-');
