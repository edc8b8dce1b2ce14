import type { SinkConnector } from '../port.ts';
import { type Neo4jConfig, neo4jConfig } from './neo4j-config.ts';

/** Neo4j's sink: records to a graph, by Cypher of the user's. What it runs on is loaded when it starts. */
export const NEO4J_SINK: SinkConnector<Neo4jConfig> = {
  class: 'org.neo4j.connectors.kafka.sink.Neo4jConnector',
  version: '5.3.0',
  kind: 'sink',
  config: neo4jConfig,
  secrets: ['neo4j.authentication.basic.password', 'neo4j.authentication.bearer.token'],
  start: async (own, context) => {
    const { startNeo4j } = await import('./neo4j-task.ts');
    return startNeo4j(own, context);
  },
};
