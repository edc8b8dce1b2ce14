import { KsqlError } from '../errors/ksql-error.ts';

/** What ksqlDB calls a KsqlQueryStatus; a server that does not answer is UNRESPONSIVE there. */
export type QueryState = 'RUNNING' | 'ERROR' | 'PAUSED';

/** Why a query is in state ERROR: what ksqlDB calls a QueryError. */
export interface QueryError {
  /** ms since the epoch */
  readonly timestamp: number;
  readonly errorMessage: string;
  /**
   * USER: the statement can't be run as it is. SYSTEM: the world around it refuses, and it may run later. UNKNOWN: neither
   * can be told, as of a defect.
   */
  readonly type: 'UNKNOWN' | 'USER' | 'SYSTEM';
}

export interface QueryStatus {
  readonly state: QueryState;
  /** Oldest first; empty while nothing failed. */
  readonly errors: readonly QueryError[];
}

export const RUNNING: QueryStatus = { state: 'RUNNING', errors: [] };

/** A query has failed, and reads nothing any more. */
export type OnQueryError = (failure: { readonly queryId: string; readonly error: QueryError }) => void;

/**
 * @param where what the query was at
 * @param timestamp ms since the epoch
 */
export function queryErrorOf(where: string, error: unknown, timestamp: number): QueryError {
  if (error instanceof KsqlError) {
    const hint = error.hint === undefined ? '' : `. ${error.hint}`;
    return { timestamp, errorMessage: `${where}: ${error.message}${hint}`, type: 'USER' };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { timestamp, errorMessage: `${where}: ${text}`, type: 'UNKNOWN' };
}
