import type { TestTotals, TestVerdict } from '../found-test.ts';

/** What is told of a run, as it goes. */
export interface TestReport {
  test(verdict: TestVerdict): void;
  end(totals: TestTotals): void;
}

/** As a report names a test: `file:line`. */
export const placeOf = ({ file, line }: Pick<TestVerdict, 'file' | 'line'>): string => `${file}:${line}`;

export const msText = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);
