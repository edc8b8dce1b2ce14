import type { KsqlError } from '../../../errors/ksql-error.ts';

/**
 * What became of a statement:
 *
 * - `new`: it was executed.
 * - `replaced`: CREATE OR REPLACE; its query continues where it was.
 * - `rebuilt`: it was dropped and made again, with what depends on it; its query begins at the beginning of its topics.
 * - `unchanged`: it runs as it did.
 * - `removed`: it is no longer in the files, and was dropped.
 * - `refused`: nothing was done. What it was to take the place of runs on.
 * - `skipped`: nothing is to be done.
 */
export type Done = 'new' | 'replaced' | 'rebuilt' | 'unchanged' | 'removed' | 'refused' | 'skipped';

export interface StatementOutcome {
  readonly done: Done;
  /** For people: `CREATE STREAM READINGS`. */
  readonly label: string;
  /** undefined: it is in no file */
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** The persistent query that it started. */
  readonly queryId: string | undefined;
  /** Why, or what else should be known; undefined: nothing. */
  readonly note: string | undefined;
  /** Why it was refused. */
  readonly error: KsqlError | undefined;
}
