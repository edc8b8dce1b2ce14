/**
 * Not published, and nobody's API: what the fuzzers of `faults/` take apart piece by piece, and what a few tests of documents
 * and damaged files look at. Whatever else is outside the package uses its other entries.
 */
export { bindAggregate } from './analysis/aggregates/bind-aggregate.ts';
export { pullSource } from './analysis/analyse-pull.ts';
export type { PlanContext } from './analysis/plan-context.ts';
export { engineOf } from './database/engine-of.ts';
export { KsqlError } from './errors/ksql-error.ts';
export { type Codec, type Column, DeserializationError, SerializationError } from './formats/codec.ts';
export { format, loadSchemaFormats } from './formats/formats.ts';
export { decodeWindowedKey, encodeWindowedKey } from './formats/kafka/windowed-key.ts';
export {
  type PayloadCodec,
  SchemaError,
  type SchemaFormat,
  type SchemaFormatOptions,
} from './formats/schema-format.ts';
export type { BoundAggregate } from './functions/aggregate-function.ts';
export { knownSources } from './inspect/inspected.ts';
export { storedStatement } from './inspect/stored/stored-statement.ts';
export { byteWriter } from './log/bytes/byte-writer.ts';
export { COMMIT_HEADER_BYTES, readCommitHeader, readCommitMetadata } from './log/commits/commit-codec.ts';
export { memoryDisk } from './log/disk/memory-disk.ts';
export { SEGMENT_MAGIC_BYTES } from './log/segments/segment-name.ts';
export { openTopicLog, type TopicLog } from './log/topic-log.ts';
export { type LogRecord, logRecord, type RecordBytes } from './log/topics/log-record.ts';
export { partitionFor } from './log/topics/murmur2.ts';
export { readRawRecords, readRecords, skipRecords, writeRecord } from './log/topics/record-codec.ts';
export { isUnreadable, readSource } from './metastore/read-source.ts';
export { columnsOf, type Source, type WindowInfo } from './metastore/source.ts';
export { planPull } from './plan/plan-pull.ts';
export { planPush } from './plan/plan-push.ts';
export type { StreamRecord, WindowBounds } from './runtime/stream-record.ts';
export type { ColumnReference, Expression, FunctionCall } from './sql/ast/expression.ts';
export { mapExpression } from './sql/ast/map-expression.ts';
export type { Join, Query, Relation, Window, Within } from './sql/ast/query.ts';
export type { CreateAs, InsertInto, Statement } from './sql/ast/statement.ts';
export { formatError } from './sql/messages/format-error.ts';
export { parseStatements } from './sql/parser/parse.ts';
export { formatExpression } from './sql/printer/format-expression.ts';
export { formatStatement } from './sql/printer/format-statement.ts';
export { splitStatements } from './sql/split-statements.ts';
export { substituteVariables } from './sql/variables.ts';
export { createSource } from './statements/ddl/create-source.ts';
export { planCreateAs, planInsertInto } from './statements/ddl/queries/plan-persistent.ts';
export { insertRow } from './statements/insert/insert-row.ts';
export { insertValues } from './statements/insert/insert-values.ts';
export { openSession } from './statements/session/session.ts';
export { readCommitted } from './topics/embedded/read-committed.ts';
export { instantiateResult } from './topology/instantiate.ts';
export { instantiateLookup } from './topology/lookup.ts';
export {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from './types/sql-type.ts';
export type { SqlValue } from './types/sql-value.ts';
