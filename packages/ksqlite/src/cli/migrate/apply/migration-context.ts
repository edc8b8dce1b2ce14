import type { Clock } from '../../../clock/clock.ts';
import type { Ksqldb } from '../server/ksqldb.ts';
import type { Progress } from './progress.ts';

/** What a migration run works with. */
export interface MigrationContext {
  readonly ksqldb: Ksqldb;
  readonly clock: Clock;
  /** a random name, one a run */
  readonly runner: string;
  /** this process, for other runs: see who.ts */
  readonly who: string;
  /** Whether the process of another run is known to be gone; false when nothing is known. */
  readonly isGone: (who: string) => boolean;
  /** how long the server may be away, another run may hold the lock, or a query may take until it runs, in ms */
  readonly waitMs: number;
  readonly signal: AbortSignal;
  /** Migrations of other folders that the server may have, too: nothing is said of them. */
  readonly otherMigrations?: ReadonlySet<string>;
  readonly onProgress: (progress: Progress) => void;
}
