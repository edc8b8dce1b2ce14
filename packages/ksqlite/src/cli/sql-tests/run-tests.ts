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
    const failure = withWayOut(run(options), options);
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

/** A function of one's own is known by `--functions` alone, which those forget who run the SQL elsewhere. */
function withWayOut(
  failure: TestVerdict['failure'],
  { functions }: Pick<TestRunOptions, 'functions'>,
): TestVerdict['failure'] {
  if (failure === undefined || functions !== undefined || !UNKNOWN_FUNCTION.test(failure.message))
    return failure;
  return {
    ...failure,
    message: `${failure.message}\nfunctions of your own: ksqlite test --functions FILE gives them`,
  };
}

const UNKNOWN_FUNCTION = /Can't find any functions with the name/;

/** What is behind the first decimal place is noise. */
const tenths = (ms: number): number => Math.round(ms * 10) / 10;
