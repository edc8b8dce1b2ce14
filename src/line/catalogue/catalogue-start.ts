import type { Database } from 'ksqlite';
import type { Logger, SqlScript } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { CatalogueOptions, LineOptions } from '../options.ts';

/** What the catalogue beside a line is started with. */
export interface CatalogueStart {
  readonly database: Database;
  readonly options: LineOptions;
  readonly catalogue: CatalogueOptions;
  /** the line's, applied already */
  readonly lineScripts: readonly SqlScript[];
  readonly clock: Clock;
  /** where the password of a database is */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}
