/**
 * Every code a `KsqlError` can carry. Codes are stable: scripts may match on them.
 */
export const ERROR_CODES = {
  SQL_SYNTAX: 'The text is not a statement of ksqlDB’s grammar.',
  SQL_UNSUPPORTED: 'ksqlDB has this construct, this engine does not (yet); the hint says what does the job.',
  SQL_UNKNOWN_SOURCE: 'A stream or table of this name does not exist.',
  SQL_UNKNOWN_COLUMN: 'No source of the statement has this column.',
  SQL_UNKNOWN_FUNCTION: 'No function has this name.',
  FUNCTION_INVALID: 'A function of one’s own can’t be used as it is declared.',
  FUNCTION_MISSING: 'A stored statement calls a function of one’s own that was not given.',
  FUNCTION_CHANGED: 'A stored statement calls a function of one’s own that has other types now.',
  SQL_TYPE: 'An expression’s types do not fit.',
  SQL_INVALID: 'The statement is understood, but ksqlDB would refuse it.',
  SOURCE_EXISTS: 'A stream or table of this name exists already.',
  SOURCE_IN_USE: 'The stream or table is read or written by a running query.',
  UNKNOWN_QUERY: 'No running query has this id.',
  CONNECTOR_INVALID:
    'A connector can’t be made with this configuration; the message names each key that is wrong.',
  CONNECTOR_EXISTS: 'A connector of this name exists already.',
  CONNECTOR_UNKNOWN: 'No connector has this name.',
  SCHEMA_REGISTRY: 'The Schema Registry does not answer, or its address or certificates are not right.',
  TOPIC_UNKNOWN: 'The topic does not exist.',
  TOPIC_PARTITIONS: 'The topic has another number of partitions than asked for.',
  TOPIC_READ_ONLY: 'The topic is written by the engine alone.',
  LOG_LOCKED: 'Another process has the data folder open.',
  RECORD_DELETED: 'A record is asked for that is past its topic’s retention, and deleted.',
  LOG_DAMAGED: 'A file of the data folder fails its checksum or its format is not known.',
  LOG_IO: 'The disk refused a read or a write (full, read-only, gone).',
  LOG_CLOSED: 'The log was closed, or stopped by an earlier error.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
