import { runSeeds } from '../run-seeds.ts';
import type { Checked } from './check-program.ts';

export interface ProgramsOptions {
  /** what is run, as `compiled` made it */
  readonly root: string;
  readonly firstSeed: number;
  /** programs at most */
  readonly runs: number;
  /** No program is begun after it; ms as of performance.now(). */
  readonly until: number;
  /** processes side by side */
  readonly jobs: number;
  readonly onResult?: () => void;
}

/** What random programs were, and where the ways to run one differed. */
export interface ProgramsReport {
  readonly programs: number;
  readonly statements: number;
  /** statements that the engine refused, and are not counted above */
  readonly refused: number;
  /** sent, and written by statements */
  readonly records: { readonly sent: number; readonly written: number };
  /** statements whose records were compared with what the naive interpreter makes */
  readonly interpreted: number;
  /** The first of each process. */
  readonly failures: readonly Checked[];
}

/** Runs random programs, each in every way, until ways differ, or there are no more runs or no more time. */
export async function checkPrograms({ onResult, ...options }: ProgramsOptions): Promise<ProgramsReport> {
  const sum = { programs: 0, statements: 0, refused: 0, sent: 0, written: 0, interpreted: 0 };
  const failures: Checked[] = [];
  await runSeeds<Checked>({
    ...options,
    worker: 'faults/programs/worker.js',
    execArgv: ['--enable-source-maps', '--single-threaded-gc', '--max-semi-space-size=64'],
    ended: (seed, said) => ({
      seed,
      violations: [said],
      statements: 0,
      refused: 0,
      records: 0,
      written: 0,
      interpreted: 0,
    }),
    onResult: (checked) => {
      sum.programs++;
      sum.statements += checked.statements;
      sum.refused += checked.refused;
      sum.sent += checked.records;
      sum.written += checked.written;
      sum.interpreted += checked.interpreted;
      if (checked.violations.length > 0) failures.push(checked);
      onResult?.();
    },
  });
  const { programs, statements, refused, sent, written, interpreted } = sum;
  return {
    programs,
    statements,
    refused,
    records: { sent, written },
    interpreted,
    failures: failures.sort((a, b) => a.seed - b.seed),
  };
}
