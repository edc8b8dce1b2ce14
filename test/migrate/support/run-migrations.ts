import type { Clock } from '../../../src/clock/clock.ts';
import { applyAll } from '../../../src/migrate/apply/apply-all.ts';
import type { Progress } from '../../../src/migrate/apply/progress.ts';
import type { World } from '../../../src/migrate/apply/world.ts';
import type { Migration } from '../../../src/migrate/files/migration.ts';
import type { Ksqldb } from '../../../src/migrate/server/ksqldb.ts';

let runs = 0;

export const worldOf = (ksqldb: Ksqldb, clock: Clock, more: Partial<World> = {}): World => {
  const runner = `run-${++runs}`;
  return {
    ksqldb,
    clock,
    runner,
    who: `host/${runner}`,
    isGone: () => false,
    waitMs: 120_000,
    signal: new AbortController().signal,
    tell: () => undefined,
    ...more,
  };
};

export const runMigrations = (
  ksqldb: Ksqldb,
  clock: Clock,
  migrations: readonly Migration[],
  told: Progress[] = [],
): Promise<readonly string[]> =>
  applyAll(worldOf(ksqldb, clock, { tell: (progress) => told.push(progress) }), migrations);
