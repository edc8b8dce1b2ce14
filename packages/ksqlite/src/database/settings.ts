import { OUTER_JOIN_EMIT_INTERVAL } from '../analysis/streams-properties.ts';

/**
 * What a ksqlDB server has in its properties file, the same for all who open a database. Queries begin at the beginning
 * of their topics. Outer joins report what found no match as soon as its window has closed: ksqlDB looks for such
 * windows once a second to save work, and here nothing would be saved.
 */
export const DEFAULT_PROPERTIES: Readonly<Record<string, string>> = {
  // differs: offset-reset
  'auto.offset.reset': 'earliest',
  // differs: outer-join-interval
  [OUTER_JOIN_EMIT_INTERVAL]: '0',
};
