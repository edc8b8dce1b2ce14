import { compiled } from '../../faults/compiled.ts';
import { checkPrograms } from '../../faults/programs/check-programs.ts';
import { randomProgram } from '../../faults/programs/random/random-program.ts';
import { difference } from '../../faults/programs/run/outputs.ts';
import { PROJECT } from '../support/line-process.ts';

const options = { until: Number.POSITIVE_INFINITY, jobs: 1 };

it('makes the same program of the same seed, and another one of the next', () => {
  expect(randomProgram(7)).toEqual(randomProgram(7));
  expect(randomProgram(8).statements).not.toEqual(randomProgram(7).statements);
});

it('has statements of every kind in its programs', () => {
  const sql = Array.from({ length: 60 }, (_, i) => randomProgram(i).statements)
    .flat()
    .join('\n');
  for (const kind of [
    'CREATE STREAM Q',
    'CREATE TABLE Q',
    ' JOIN ',
    'GROUP BY',
    'WINDOW',
    'PARTITION BY',
    'WHERE',
  ])
    expect(sql).toContain(kind);
});

it('says where two ways to run a program differ first', () => {
  const outputs = (...lines: string[]) => new Map([['q/0', lines]]);
  expect(difference(outputs('a', 'b'), outputs('a', 'b'))).toBeUndefined();
  expect(difference(outputs('a', 'b'), outputs('a', 'c'))).toMatch(/q\/0, record 1 of 2:\s+b\s+c/);
  expect(difference(outputs('a'), outputs('a', 'b'))).toMatch(/record 1 of 1:\s+\(none\)\s+b/);
  expect(difference(outputs('a', 'b'), outputs('a'))).toMatch(/record 1 of 2:\s+b\s+\(none\)/);
});

it('finds nothing in the first programs', async () => {
  const sources = compiled(PROJECT);
  try {
    const report = await checkPrograms({ ...options, root: sources.root, firstSeed: 1, runs: 10 });
    expect(report).toMatchObject({ programs: 10, failures: [] });
    expect(report.records.written).toBeGreaterThan(50);
    expect(report.interpreted).toBeGreaterThan(10);
  } finally {
    sources.remove();
  }
});

it('finds a table that forgets at a restart what was deleted', async () => {
  const violations = await violationsWith(
    'state/tables/key-value-store.ts',
    'if (kind === DELETE) rows.delete(key);',
    'if (kind === DELETE) return;',
  );
  expect(violations).toContain('restarted: ');
});

it('finds what is wrong in the same way however a program is run', async () => {
  const violations = await violationsWith(
    'operators/tables/table-filter.ts',
    'if (next === null && old === null && !deletesAlways) return;',
    '',
  );
  expect(violations).toContain('naive: ');
  expect(violations).not.toContain('restarted: ');
});

/** What is found in the first programs with a bug in the engine. */
async function violationsWith(file: string, line: string, instead: string): Promise<string> {
  const sources = compiled(PROJECT, (path, text) => {
    if (path !== `packages/ksqlite/src/${file}`) return text;
    const edited = text.replace(line, instead);
    expect(edited).not.toBe(text);
    return edited;
  });
  try {
    const { failures } = await checkPrograms({ ...options, root: sources.root, firstSeed: 1, runs: 100 });
    return failures[0]?.violations.join('\n') ?? 'nothing';
  } finally {
    sources.remove();
  }
}
