import type { RunOptions } from '../../testing/sql-tests/run-sql-test.ts';
import type { TestFailure } from '../../testing/sql-tests/test-failure.ts';

/** A test of a file. */
export interface FoundTest {
  /** As it is shown. */
  readonly file: string;
  readonly name: string;
  /** Where it begins, from 1 on. */
  readonly line: number;
  /** undefined: it passed */
  readonly run: (options: RunOptions) => TestFailure | undefined;
}

/** A test that was run. */
export interface TestVerdict extends Pick<FoundTest, 'file' | 'name' | 'line'> {
  /** How long it took. */
  readonly ms: number;
  /** undefined: it passed */
  readonly failure: TestFailure | undefined;
}

/** All of a run. */
export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
}
