import { type Checked, checkProgram } from './check-program.ts';

/** Seeds to run: `count` from `from` on. */
export interface Work {
  readonly from: number;
  readonly count: number;
}

/** A process that checks the programs of the seeds it is sent, and sends what came of each. Ends with its parent. */
process.on('message', ({ from, count }: Work) => {
  void checkAll(from, count);
});
process.on('disconnect', () => process.exit());

async function checkAll(from: number, count: number): Promise<void> {
  const results: Checked[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const checked = await checkProgram(seed);
    results.push(checked);
    if (checked.violations.length > 0) break;
  }
  process.send?.(results);
}
