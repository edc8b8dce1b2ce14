/** The connectors that are there, by the class of the plug-in that each stands for. Loaded when one is made. */
import type { Connector } from './port.ts';
import { DEBEZIUM } from './postgres/envelope/source-block.ts';

/** A connector that is loaded when it is first needed. */
export interface ConnectorPlugin {
  readonly class: string;
  readonly kind: 'source' | 'sink';
  readonly version: string;
  readonly load: () => Promise<Connector>;
}

const VERSION = '3.9.0';

/** Those of this package. */
export const PLUGINS: readonly ConnectorPlugin[] = [
  {
    class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    kind: 'source',
    version: VERSION,
    load: async () => (await import('./file-stream/file-stream-source.ts')).FILE_STREAM_SOURCE,
  },
  {
    class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    kind: 'sink',
    version: VERSION,
    load: async () => (await import('./file-stream/file-stream-sink.ts')).FILE_STREAM_SINK,
  },
  {
    class: 'io.debezium.connector.postgresql.PostgresConnector',
    kind: 'source',
    version: DEBEZIUM,
    load: async () => (await import('./postgres/postgres-connector.ts')).postgresConnector,
  },
  {
    class: 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
    kind: 'sink',
    version: '15.0.0',
    load: async () => (await import('./opensearch/opensearch-connector.ts')).ELASTICSEARCH_SINK,
  },
  {
    class: 'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
    kind: 'sink',
    version: '3.1.1',
    load: async () => (await import('./opensearch/opensearch-connector.ts')).OPENSEARCH_SINK,
  },
  {
    class: 'org.neo4j.connectors.kafka.sink.Neo4jConnector',
    kind: 'sink',
    version: '5.3.0',
    load: async () => (await import('./neo4j/neo4j-connector.ts')).NEO4J_SINK,
  },
  {
    class: 'io.confluent.connect.s3.S3SinkConnector',
    kind: 'sink',
    version: '12.0.12',
    load: async () => (await import('./archive/s3-sink.ts')).s3Sink(),
  },
];

/** One's own before those of this package. */
export const withOwn = (own: readonly Connector[]): readonly ConnectorPlugin[] => [
  ...own.map((connector) => ({
    class: connector.class,
    kind: connector.kind,
    version: connector.version,
    load: async () => connector,
  })),
  ...PLUGINS.filter(({ class: name }) => !own.some((one) => one.class === name)),
];
