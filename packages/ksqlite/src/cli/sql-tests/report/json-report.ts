import type { TestTotals, TestVerdict } from '../found-test.ts';
import type { ReportOutput } from './gathered-output.ts';
import type { TestReport } from './report.ts';

/** An object on each line: `{"test": …}` for each test, at last `{"totals": …}`. */
export const jsonReport = (out: ReportOutput): TestReport => ({
  test: ({ failure, ...verdict }: TestVerdict) => {
    out.write(
      `${JSON.stringify({ test: { ...verdict, passed: failure === undefined, ...(failure && { failure }) } })}\n`,
    );
  },
  end: (totals: TestTotals) => {
    out.write(`${JSON.stringify({ totals })}\n`);
  },
});
