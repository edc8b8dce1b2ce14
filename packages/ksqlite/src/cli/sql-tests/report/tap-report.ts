/** The Test Anything Protocol, version 14: https://testanything.org/tap-version-14-specification.html */
import type { TestTotals, TestVerdict } from '../found-test.ts';
import type { ReportOutput } from './gathered-output.ts';
import { placeOf, type TestReport } from './report.ts';

export function tapReport(out: ReportOutput): TestReport {
  let count = 0;
  return {
    test: (verdict: TestVerdict) => {
      if (count === 0) out.write('TAP version 14\n');
      count++;
      const { failure, name, ms } = verdict;
      out.write(
        `${failure === undefined ? 'ok' : 'not ok'} ${count} - ${escaped(name)} # time=${ms.toFixed(1)}ms\n`,
      );
      if (failure === undefined) return;
      out.write(
        [
          '  ---',
          `  at: ${JSON.stringify(placeOf(failure))}`,
          '  message: |',
          ...failure.message.split('\n').map((line) => `    ${line}`.trimEnd()),
          '  ...',
          '',
        ].join('\n'),
      );
    },
    end: ({ passed, failed }: TestTotals) => {
      out.write(`1..${count}\n# pass ${passed}\n# fail ${failed}\n`);
      count = 0;
    },
  };
}

const escaped = (name: string): string => name.replace(/[\\#]/g, '\\$&');
