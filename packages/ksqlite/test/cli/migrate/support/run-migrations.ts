import { applyAll } from '../../../../src/cli/migrate/apply/apply-all.ts';
import type { MigrationContext } from '../../../../src/cli/migrate/apply/migration-context.ts';
import type { Progress } from '../../../../src/cli/migrate/apply/progress.ts';
import type { Migration } from '../../../../src/cli/migrate/files/migration.ts';
import type { Ksqldb } from '../../../../src/cli/migrate/server/ksqldb.ts';
import type { Clock } from '../../../../src/clock/clock.ts';

let runs = 0;

export const contextOf = (
  ksqldb: Ksqldb,
  clock: Clock,
  more: Partial<MigrationContext> = {},
): MigrationContext => {
  const runner = `run-${++runs}`;
  return {
    ksqldb,
    clock,
    runner,
    who: `host/${runner}`,
    isGone: () => false,
    waitMs: 120_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...more,
  };
};

export const runMigrations = (
  ksqldb: Ksqldb,
  clock: Clock,
  migrations: readonly Migration[],
  reported: Progress[] = [],
): Promise<readonly string[]> =>
  applyAll(contextOf(ksqldb, clock, { onProgress: (progress) => reported.push(progress) }), migrations);
