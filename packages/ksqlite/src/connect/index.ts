/** Connectors: from other systems to topics, and from topics to other systems. An entry of its own: who has none loads none of it. */
export type { Config } from './config/config.ts';
export { propertiesOf } from './config/properties-file.ts';
export { type ResolvedConfig, resolveSecrets, type SecretSources } from './config/secrets.ts';
export { ConnectorError } from './connector-error.ts';
export { CONNECT_METRICS, connectMetrics } from './connector-metrics.ts';
export type { ReadSql } from './converters/converter.ts';
export { NotReadable } from './converters/sql-converter.ts';
export type { Data, DataSchema, DataValue, JsonValue, PrimitiveKind, SchemaField } from './data.ts';
export { type ConnectorPlugin, PLUGINS, withOwn } from './plugins.ts';
export type {
  Connector,
  SinkBatch,
  SinkConnector,
  SinkContext,
  SinkOffset,
  SinkRecord,
  SinkTask,
  SourceBatch,
  SourceConnector,
  SourceContext,
  SourceRecord,
  SourceTask,
} from './port.ts';
export { answerRequest, type ConnectAnswer, type ConnectRequest } from './rest/answer-request.ts';
export { connectorInfo, connectorStatus } from './rest/connector-entities.ts';
export type { ConnectRuntime, TopicLag } from './runtime.ts';
export { type ConnectorStore, configTopic } from './worker/config-topic.ts';
export { ConnectRefusal } from './worker/connect-refusal.ts';
export type { HostedConnector, TaskStatus } from './worker/hosted-connector.ts';
export { ConnectWorker, type WorkerOptions } from './worker/worker.ts';
