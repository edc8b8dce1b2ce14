import { applyAll } from '../../../../src/cli/migrate/apply/apply-all.ts';
import type { Progress } from '../../../../src/cli/migrate/apply/progress.ts';
import type { World } from '../../../../src/cli/migrate/apply/world.ts';
import type { Migration } from '../../../../src/cli/migrate/files/migration.ts';
import type { Ksqldb } from '../../../../src/cli/migrate/server/ksqldb.ts';
import type { Clock } from '../../../../src/clock/clock.ts';

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
