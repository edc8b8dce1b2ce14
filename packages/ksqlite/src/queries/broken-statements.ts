import { KsqlError } from '../errors/ksql-error.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { holdOffsets } from './hold-offsets.ts';
import type { QueryError, QueryStatus } from './query-status.ts';

/** A statement that is stored in the folder, and can't be executed any more. */
export interface BrokenStatement {
  readonly sql: string;
  /** The stream or table that it made. */
  readonly creates: string | undefined;
  /** The query that it started; undefined: none, or it was terminated. */
  readonly queryId: string | undefined;
  /** The stream or table that its query writes, as far as it is known. */
  readonly sink: string | undefined;
  readonly status: () => QueryStatus;
}

interface Entry extends BrokenStatement {
  isPaused: boolean;
  /** Lets go of what its query has still to read. */
  readonly release: () => void;
}

export interface BrokenStatementOptions extends Omit<BrokenStatement, 'status'> {
  readonly error: QueryError;
  readonly isPaused: boolean;
}

/**
 * Statements of earlier processes that can't be executed again: a function is gone, or what they read. They stay in the
 * folder, what their queries have not read is kept, and the next process tries them again. TERMINATE and DROP remove them.
 */
export class BrokenStatements {
  readonly #log: TopicLog;
  #entries: readonly Entry[] = [];

  constructor(log: TopicLog) {
    this.#log = log;
  }

  /** In the order in which they were submitted. */
  list(): readonly BrokenStatement[] {
    return this.#entries;
  }

  /** For a sandbox: takes over what another one has now. What is done to it holds and releases nothing. */
  copyFrom(other: BrokenStatements): void {
    this.#entries = other.#entries.map((entry) => ({ ...entry, release: () => undefined }));
  }

  queryIds(): readonly string[] {
    return this.#entries.flatMap(({ queryId }) => (queryId === undefined ? [] : [queryId]));
  }

  add({ error, isPaused, ...statement }: BrokenStatementOptions): void {
    const { queryId } = statement;
    const entry: Entry = {
      ...statement,
      isPaused,
      status: () => ({ state: entry.isPaused ? 'PAUSED' : 'ERROR', errors: [error] }),
      release: queryId === undefined ? () => undefined : holdOffsets(this.#log, queryId),
    };
    this.#entries = [...this.#entries, entry];
  }

  setPaused(queryId: string, isPaused: boolean): void {
    for (const entry of this.#entries) if (entry.queryId === queryId) entry.isPaused = isPaused;
  }

  /** Ends the query of one. What it made is still to be dropped. */
  stop(queryId: string): void {
    const stopped = this.#entries.find((entry) => entry.queryId === queryId);
    if (stopped === undefined) return;
    this.#endQuery(stopped);
    this.#entries = this.#entries.flatMap((entry) => {
      if (entry !== stopped) return [entry];
      return entry.creates === undefined ? [] : [{ ...entry, queryId: undefined }];
    });
  }

  /** Whether there was one that made a stream or table of this name: it is gone, with its query. */
  drop(name: string): boolean {
    const dropped = this.#entries.filter(({ creates }) => creates === name);
    for (const entry of dropped) this.#endQuery(entry);
    this.#entries = this.#entries.filter((entry) => !dropped.includes(entry));
    return dropped.length > 0;
  }

  /** Throws KsqlError SOURCE_EXISTS: a name is taken by a statement that can't be executed. */
  refuseName(name: string, at: ConstructorParameters<typeof KsqlError>[2] = {}): void {
    const taken = this.#entries.find(({ creates }) => creates === name);
    if (taken === undefined) return;
    throw new KsqlError(
      'SOURCE_EXISTS',
      `Cannot add '${name}': a statement that is stored in the folder makes it, and can't be executed any more`,
      { ...at, hint: `DROP STREAM ${name} or DROP TABLE ${name} removes that statement` },
    );
  }

  /** Throws KsqlError SQL_INVALID: which topic one that can't be executed wrote is not known. */
  refuseDeleteTopic(name: string, at: ConstructorParameters<typeof KsqlError>[2] = {}): void {
    if (!this.#entries.some(({ creates }) => creates === name)) return;
    throw new KsqlError(
      'SQL_INVALID',
      `Cannot delete the topic of '${name}': the statement that made it is stored in the folder, and can't be executed any more`,
      { ...at, hint: 'leave DELETE TOPIC out: the topic stays as it is' },
    );
  }

  #endQuery({ queryId, release }: Entry): void {
    release();
    if (queryId !== undefined) this.#log.dropChangelogs(`${queryId}/`);
  }
}
