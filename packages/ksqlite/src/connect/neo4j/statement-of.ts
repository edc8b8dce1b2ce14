import type { BoundNames } from './neo4j-config.ts';

/**
 * The statement that runs a topic's Cypher for each event of a batch, one after the other, with the variables that it may use: as
 * CypherEventTransformer and NativeBatchStrategy have it. `CALL (e) {…}` needs Neo4j 5.23.
 */
export function statementOf(query: string, names: BoundNames): string {
  const bound = [
    names.isEvent ? 'e.value AS event' : '',
    names.timestamp && `e.timestamp AS ${names.timestamp}`,
    names.header && `e.header AS ${names.header}`,
    names.key && `e.key AS ${names.key}`,
    names.value && `e.value AS ${names.value}`,
  ].filter((text) => text !== '');
  return `UNWIND $events AS e CALL (e) { WITH ${bound.join(', ')}\n${query}\n}`;
}
