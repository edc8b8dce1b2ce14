/**
 * What a line does when a persistent query stops in state ERROR. One of the line's own ends it, for the line would count wrong; a line
 * that serves stays up, and its page shows which query it is and why. A query that somebody else has made in the folder ends nothing.
 */
import type { Database, OnQueryError } from 'ksqlite';
import type { Logger, SqlScript } from 'ksqlite/cli';

export interface StoppedQueriesOptions {
  /** Those that the line is made of. */
  readonly scripts: readonly SqlScript[];
  /** It stays up until somebody ends it. */
  readonly serve: boolean;
  readonly log: Logger;
  /** Ends the line. */
  readonly onFailure: (error: Error) => void;
}

type Stopped = Parameters<OnQueryError>[0];

export class StoppedQueries {
  readonly #options: StoppedQueriesOptions;
  /** All words of the scripts: names of what they make are among them. */
  readonly #words: ReadonlySet<string>;
  #database: Database | undefined;
  /** Of a folder that is being opened: what these queries write is not known yet. */
  #early: readonly Stopped[] = [];
  #own: readonly string[] = [];

  constructor(options: StoppedQueriesOptions) {
    this.#options = options;
    this.#words = new Set(options.scripts.flatMap(({ text }) => text.toUpperCase().match(/\w+/g) ?? []));
  }

  /** The ids of the line's own that have stopped. */
  get own(): readonly string[] {
    return this.#own;
  }

  /** For the database, also while it is opened. */
  readonly onQueryError: OnQueryError = (stopped) => {
    if (this.#database === undefined) this.#early = [...this.#early, stopped];
    else this.#handle(this.#database, stopped);
  };

  /** Looks at those that failed while the folder was opened, and from now on at each as it fails. */
  watch(database: Database): void {
    this.#database = database;
    for (const stopped of this.#early) this.#handle(database, stopped);
    this.#early = [];
  }

  #handle(database: Database, { queryId, error }: Stopped): void {
    const { serve, log, onFailure } = this.#options;
    const [reason = ''] = error.errorMessage.split('\n');
    if (!this.#isOwn(database, queryId)) {
      log.warn(`${queryId} has stopped, which the line does not need: ${reason}`);
      return;
    }
    this.#own = [...this.#own, queryId];
    if (serve) log.warn(`${queryId} has stopped, and cars miss what it makes: ${reason}`);
    else onFailure(new Error(`${queryId}: ${error.errorMessage}`));
  }

  /** It writes what the scripts name; so does one of which it is not known what it writes. */
  #isOwn(database: Database, queryId: string): boolean {
    const writes = database.queries().find(({ id }) => id === queryId)?.writes ?? '';
    return writes === '' || this.#words.has(writes);
  }
}
