import type { Colors } from '../../shell/colors.ts';
import type { TestTotals, TestVerdict } from '../found-test.ts';
import type { ReportOutput } from './gathered-output.ts';
import { msText, placeOf, type TestReport } from './report.ts';

/** For a person: a line a test under its file, and why it failed below it. */
export class TextReport implements TestReport {
  readonly #out: ReportOutput;
  readonly #colors: Colors;
  #file: string | undefined;

  constructor(out: ReportOutput, colors: Colors) {
    this.#out = out;
    this.#colors = colors;
  }

  test({ file, name, ms, failure }: TestVerdict): void {
    const { green, red, dim, bold } = this.#colors;
    if (file !== this.#file) this.#out.write(`${bold(file)}\n`);
    this.#file = file;
    const mark = failure === undefined ? green('ok  ') : red('FAIL');
    this.#out.write(`  ${mark}  ${name}  ${dim(msText(ms))}\n`);
    if (failure === undefined) return;
    const place = failure.message.startsWith(`${failure.file}:`) ? [] : [placeOf(failure)];
    const lines = [...place, ...failure.message.split('\n')];
    this.#out.write(lines.map((line) => `        ${line}`.trimEnd()).join('\n'));
    this.#out.write('\n');
  }

  end({ passed, failed, ms }: TestTotals): void {
    const { green, red } = this.#colors;
    const parts = [
      ...(passed > 0 ? [green(`${passed} passed`)] : []),
      ...(failed > 0 ? [red(`${failed} failed`)] : []),
    ];
    this.#out.write(`\n${parts.join(', ')} in ${msText(ms)}\n`);
    this.#file = undefined;
  }
}
