export { pullSource } from './analysis/analyse-pull.ts';
export type { PlanContext } from './analysis/plan-context.ts';
export { OUTER_JOIN_EMIT_INTERVAL } from './analysis/streams-properties.ts';
export { type Engine, openEngine, type ProcessingError } from './engine/engine.ts';
export { replayCache } from './engine/replay-cache.ts';
export { ERROR_CODES, type ErrorCode } from './errors/error-codes.ts';
export { KsqlError } from './errors/ksql-error.ts';
export { type Codec, type Column, DeserializationError } from './formats/codec.ts';
export { format } from './formats/formats.ts';
export { JSON_FORMAT } from './formats/json/json-format.ts';
export { decodeWindowedKey, encodeWindowedKey } from './formats/kafka/windowed-key.ts';
export { builtinFunctions } from './functions/builtin-functions.ts';
export { type FunctionRegistry, functionRegistry } from './functions/function-registry.ts';
export { defineScalar } from './functions/signature/define-scalar.ts';
export { double } from './functions/signature/parameter.ts';
export { strict } from './functions/signature/variant.ts';
export { knownSources } from './inspect/inspected.ts';
export { storedStatement } from './inspect/stored/stored-statement.ts';
export { byteWriter } from './log/bytes/byte-writer.ts';
export { COMMIT_HEADER_BYTES, readCommitHeader, readCommitMetadata } from './log/commits/commit-codec.ts';
export type { Disk } from './log/disk/disk.ts';
export { lockFolder } from './log/disk/folder-lock.ts';
export { memoryDisk } from './log/disk/memory-disk.ts';
export { nodeDisk } from './log/disk/node-disk.ts';
export { SEGMENT_MAGIC_BYTES } from './log/segments/segment-name.ts';
export { KEPT_FOR_EVER, openTopicLog, type TopicLog } from './log/topic-log.ts';
export { asBuffer, type LogRecord, logRecord, type RecordBytes } from './log/topics/log-record.ts';
export { murmur2, partitionFor } from './log/topics/murmur2.ts';
export type { PartitionLog } from './log/topics/partition-log.ts';
export { readRawRecords, readRecords, skipRecords, writeRecord } from './log/topics/record-codec.ts';
export type { MemoryLimits } from './memory-limits.ts';
export { isUnreadable, readSource } from './metastore/read-source.ts';
export { columnsOf, type Source } from './metastore/source.ts';
export { planPull } from './plan/plan-pull.ts';
export { planPush } from './plan/plan-push.ts';
export type { Statement } from './sql/ast/statement.ts';
export { formatError } from './sql/messages/format-error.ts';
export { parseStatements } from './sql/parser/parse.ts';
export { formatStatement } from './sql/printer/format-statement.ts';
export { splitStatements } from './sql/split-statements.ts';
export { substituteVariables } from './sql/variables.ts';
export { createSource } from './statements/ddl/create-source.ts';
export { planCreateAs, planInsertInto } from './statements/ddl/plan-persistent.ts';
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
