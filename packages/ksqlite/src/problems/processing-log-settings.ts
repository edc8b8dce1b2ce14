/**
 * What the properties of a server say of the processing log, by ksqlDB's names (ProcessingLogConfig, ReservedInternalTopics).
 */
export interface ProcessingLogSettings {
  readonly topic: string;
  readonly partitions: number;
  /** `ksql.logging.processing.topic.auto.create`: the topic is made, and entries are written to it. */
  readonly isWritten: boolean;
  /** The stream that is made over the topic; undefined: none is. */
  readonly stream: string | undefined;
  /** `rows.include`: entries hold the records that they are about. */
  readonly includesRows: boolean;
}

const PREFIX = 'ksql.logging.processing.';

/** Makes the topic and the stream, as the properties file that ksqlDB ships with does. */
export const PROCESSING_LOG_ON: Readonly<Record<string, string>> = {
  [`${PREFIX}topic.auto.create`]: 'true',
  [`${PREFIX}stream.auto.create`]: 'true',
};

/** The topic alone, as in ksqlDB's headless mode. */
export const NO_PROCESSING_LOG_STREAM: Readonly<Record<string, string>> = {
  [`${PREFIX}stream.auto.create`]: 'false',
};

/** And the rows that entries are about. */
export const PROCESSING_LOG_WITH_ROWS: Readonly<Record<string, string>> = {
  ...PROCESSING_LOG_ON,
  [`${PREFIX}rows.include`]: 'true',
};

export function processingLogSettings(properties: Readonly<Record<string, string>>): ProcessingLogSettings {
  const said = (name: string): string | undefined => properties[`${PREFIX}${name}`];
  const isOn = (name: string): boolean => said(name)?.toLowerCase() === 'true';
  const partitions = Number(said('topic.partitions') ?? 1);
  const service = properties['ksql.service.id'] ?? 'default_';
  return {
    topic: said('topic.name') || `${service}ksql_processing_log`,
    partitions: Number.isInteger(partitions) && partitions > 0 ? partitions : 1,
    isWritten: isOn('topic.auto.create'),
    stream: isOn('stream.auto.create') ? said('stream.name') || 'KSQL_PROCESSING_LOG' : undefined,
    includesRows: isOn('rows.include'),
  };
}

/** The statement that ksqlDB makes the stream with (ProcessingLogServerUtils). */
export const createProcessingLogStream = (stream: string, topic: string): string =>
  `CREATE STREAM ${stream} (${COLUMNS}) WITH(KAFKA_TOPIC='${topic.replaceAll("'", "''")}', VALUE_FORMAT='JSON', KEY_FORMAT='KAFKA');`;

const COLUMNS = [
  'logger VARCHAR',
  'level VARCHAR',
  'time BIGINT',
  `message STRUCT<${[
    'type INT',
    'deserializationError STRUCT<target VARCHAR, errorMessage VARCHAR, recordB64 VARCHAR, cause ARRAY<VARCHAR>, `topic` VARCHAR>',
    'recordProcessingError STRUCT<errorMessage VARCHAR, record VARCHAR, cause ARRAY<VARCHAR>>',
    'productionError STRUCT<errorMessage VARCHAR>',
    'serializationError STRUCT<target VARCHAR, errorMessage VARCHAR, record VARCHAR, cause ARRAY<VARCHAR>, `topic` VARCHAR>',
    'kafkaStreamsThreadError STRUCT<errorMessage VARCHAR, threadName VARCHAR, cause ARRAY<VARCHAR>>',
  ].join(', ')}>`,
].join(', ');
