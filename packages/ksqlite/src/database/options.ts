import type { Connector } from '../connect/index.ts';
import type { ProcessingError } from '../engine/engine.ts';
import type { Logger } from '../logging/logger.ts';
import type { Problem } from '../problems/problem-notices.ts';
import type { OnQueryError } from '../queries/query-status.ts';
import type { RegistryState } from '../schemas/remote/registry-watch.ts';
import type { OwnFunction } from './functions/own-function.ts';

/** How a database is opened. Nothing in it is kept in the folder: give the same again. */
export interface DatabaseOptions {
  /** The wall clock, whole ms since the epoch; default `Date.now`. Windows and joins go by the records' times, not by it. */
  readonly now?: () => number;
  /** Uniform in [0, 1), for RANDOM() and the ids of queries; default `Math.random`. */
  readonly random?: () => number;
  /**
   * Functions of one's own, which statements may call beside those of ksqlDB: what `scalarFunction`, `aggregateFunction` and
   * `tableFunction` give. A stored statement whose function is missing, or has other types, is in state ERROR until it is back.
   */
  readonly functions?: readonly OwnFunction[];
  /** Connectors of one's own, which CREATE CONNECTOR may name beside those of `ksqlite/connect`. */
  readonly connectors?: readonly Connector[];
  /** Told of what connectors do and fail at; default: nothing. Secrets in it are replaced. */
  readonly connectorLog?: Logger;
  /**
   * What a ksqlDB server has in its properties file, such as `{ 'auto.offset.reset': 'latest' }`. Default: queries begin
   * at the beginning of their topics, and outer joins report what found no match at once.
   */
  readonly properties?: Readonly<Record<string, string>>;
  /** ms for which records are kept where their topic was not told otherwise, or `KEPT_FOR_EVER`; default: seven days. */
  readonly retentionMs?: number | undefined;
  /**
   * Told of each record that was passed over, and of each expression that failed on one: an entry of ksqlDB's processing log.
   */
  readonly onProcessingError?: (error: ProcessingError) => void;
  /**
   * Told of the same, but only of the first of a kind, the 10th, the 100th, and so on, with a line for people:
   * `({ text }) => console.error(text)`. What is of one kind happened in one query, at one place of it, for one reason.
   */
  readonly onProblem?: (problem: Problem) => void;
  /**
   * A persistent query failed: it is in state ERROR, reads nothing any more and says why in `queries()`; all others run on.
   * It is tried again, from the record that it failed at, when the database is opened again.
   */
  readonly onQueryError?: OnQueryError;
  /**
   * A Schema Registry in another process does not answer (after two seconds of trying, once), or answers again; with a line for people:
   * `({ text }) => console.error(text)`. Until then records whose schema is not known wait, and nothing is passed over.
   */
  readonly onRegistryState?: (state: RegistryState) => void;
  /**
   * The disk failed for good, between two calls: nothing runs any more, and calls reject with the same error. To close it
   * and open it again is all that helps.
   */
  readonly onFailure?: (error: unknown) => void;
}

/** How the database of a folder is opened. */
export interface FolderOptions extends DatabaseOptions {
  /** Whether the log that is in the folder is removed first. Whatever else is in the folder stays. */
  readonly fresh?: boolean;
}

/** Of a script. */
export interface ExecuteOptions {
  /** Where the text comes from, for the messages of errors. */
  readonly file?: string;
  /** As if SET had said so before the script, such as `{ 'auto.offset.reset': 'latest' }`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** As if DEFINE had said so before the script: `${name}` in its text stands for the value. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Of a query. */
export interface QueryOptions extends ExecuteOptions {
  /** Ends the query; its reader's loop ends without an error. */
  readonly signal?: AbortSignal;
  /** `objects`: by column name; `arrays`: in the order of `Query.columns`. Default: objects. */
  readonly rows?: 'objects' | 'arrays';
  /** A push query waits for its reader while so many rows are not read yet; default: 1,000. */
  readonly maxBufferedRows?: number;
}

/** What a statement did. */
export interface StatementResult {
  /** Its text. */
  readonly sql: string;
  /** As ksqlDB's API says it: `Created query with ID CTAS_HEAT_1`. */
  readonly message: string;
  /** The id of the persistent query that it started. */
  readonly queryId: string | undefined;
}
