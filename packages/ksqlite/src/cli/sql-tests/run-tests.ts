import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../clock/clock.ts';
import type { RunOptions } from '../../testing/sql-tests/run-sql-test.ts';
import type { FoundTest, TestTotals, TestVerdict } from './found-test.ts';
import type { TestReport } from './report/report.ts';

/** How tests are run. */
export interface TestRunOptions extends RunOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly report: TestReport;
  /** Ends the run behind the test that is under way. */
  readonly signal: AbortSignal;
}

/** Runs tests one after the other, and reports each as it is done. */
export async function runTests(
  tests: readonly FoundTest[],
  { clock, report, signal, ...options }: TestRunOptions,
): Promise<{ readonly verdicts: readonly TestVerdict[]; readonly totals: TestTotals }> {
  const startedAt = clock.now();
  const verdicts: TestVerdict[] = [];
  for (const { file, name, line, run } of tests) {
    if (signal.aborted) break;
    const from = clock.now();
    const failure = run(options);
    const verdict = { file, name, line, ms: tenths(clock.now() - from), failure };
    verdicts.push(verdict);
    report.test(verdict);
    // what the test's engine still has to end, and signals
    await turn();
  }
  const failed = verdicts.filter(({ failure }) => failure !== undefined).length;
  const totals = { passed: verdicts.length - failed, failed, ms: tenths(clock.now() - startedAt) };
  report.end(totals);
  return { verdicts, totals };
}

/** What is behind the first decimal place is noise. */
const tenths = (ms: number): number => Math.round(ms * 10) / 10;
