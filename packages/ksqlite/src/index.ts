/**
 * ksqlite: ksqlDB's SQL in process, durable, exactly once.
 *
 * `openDatabase` is the way in. Other entries: `ksqlite/testing` for tests, `ksqlite/topics` and `ksqlite/kafka` for topics
 * without SQL, `ksqlite/schemas` for topics whose values have a schema, `ksqlite/server` for ksqlDB's HTTP API,
 * `ksqlite/client` for a ksqlDB server elsewhere.
 */

// A database and what it gives
export type { AnyDatabase } from './database/any-database.ts';
export { Database } from './database/database.ts';
export type { ColumnDescription, QueryDescription, SourceDescription } from './database/describe.ts';
export { readFolder } from './database/folder/read-folder.ts';
// Functions: one's own
export { type AggregateDeclaration, aggregateFunction } from './database/functions/aggregate-function.ts';
export type { FunctionDeclaration, OwnFunction, TypeProvider } from './database/functions/own-function.ts';
export { type ScalarDeclaration, scalarFunction } from './database/functions/scalar-function.ts';
export type { ArgumentsOf, Given, Taken } from './database/functions/sql-text-values.ts';
export { type TableDeclaration, tableFunction } from './database/functions/table-function.ts';
export { openDatabase } from './database/open-database.ts';
export type {
  DatabaseOptions,
  ExecuteOptions,
  FolderOptions,
  QueryOptions,
  StatementResult,
} from './database/options.ts';
export type { Query } from './database/query.ts';
export type { QueryRow } from './database/query-types.ts';
export type { ReadRecord, RecordReader, UnreadableRecord } from './database/record-reader.ts';
export type { InsertRow, SchemaTypes, SourceName, SourceTypes } from './database/schema-types.ts';
export { valueReader } from './database/value-reader.ts';
export type { RowArray, RowObject, Value } from './database/values/value.ts';
export type { ProcessingError } from './engine/engine.ts';
// What it throws
export { ERROR_CODES, type ErrorCode } from './errors/error-codes.ts';
export { KsqlError } from './errors/ksql-error.ts';
// Functions: ksqlDB's
export { builtinFunctions } from './functions/builtin-functions.ts';
export type { FunctionRegistry } from './functions/function-registry.ts';
export type { ProblemReason } from './problems/problem.ts';
export type { Problem } from './problems/problem-notices.ts';
export type { OnQueryError, QueryError, QueryState } from './queries/query-status.ts';
export type { RegistryState } from './schemas/remote/registry-watch.ts';
export { formatError } from './sql/messages/format-error.ts';
export { KEPT_FOR_EVER } from './topics/port.ts';
export * as types from './types/sql-type.ts';
export type { SqlValue } from './types/sql-value.ts';
