/**
 * Something went wrong with a record in a query: it could not be read, an expression failed on it, or it was left out. The
 * query continues, as in ksqlDB.
 */
export interface ProcessingError {
  readonly queryId: string;
  /** What happened, in one line. */
  readonly message: string;
  readonly reason: ProblemReason;
  /** The step of the query that it happened at, as ksqlDB's loggers name it: `processing.CSAS_O_1.WhereFilter`. */
  readonly logger: string;
  /** The topic that the record lies in; undefined: it lies in none, it is a row of a table or was joined. */
  readonly topic: string | undefined;
  readonly partition: number | undefined;
  readonly offset: number | undefined;
}

/**
 * - `failed-expression`: an expression, or a part of one, has no value for the record.
 * - `unreadable-key`, `unreadable-value`: the bytes are not what the format and the columns say.
 * - `unreadable-time`: the column that holds the record's time holds none.
 * - `null-key`: no key to join on, to group by, or to be a row of a table.
 * - `late`: it came after its window had closed. (It and `null-key` are counted in ksqlDB; differs: processing-log.)
 */
export type ProblemReason = 'failed-expression' | UnreadableReason | 'null-key' | 'late';

type UnreadableReason = 'unreadable-key' | 'unreadable-value' | 'unreadable-time';

/** How often each reason was met; one that never was is not in it. */
export type ProblemCounts = ReadonlyMap<ProblemReason, number>;
