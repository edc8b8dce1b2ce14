import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../../faults/compiled.ts';
import { withBug } from '../../faults/seeded-bugs/seeded-bug.ts';
import { SIMULATOR_BUGS } from '../../faults/seeded-bugs/simulator-bugs.ts';
import { scenarioOf } from '../../faults/simulator/scenario.ts';
import { simulate } from '../../faults/simulator/simulate.ts';
import { PROJECT } from '../support/line-process.ts';

const sources = compiled(PROJECT);
afterAll(sources.remove);
const options = { root: sources.root, until: Number.POSITIVE_INFINITY, jobs: 1 };

it('finds nothing in the first runs', async () => {
  expect(await simulate({ ...options, firstSeed: 1, runs: 5 })).toMatchObject({ runs: 5, failures: [] });
});

it('deletes segments in some of them', async () => {
  const seed = Array.from({ length: 20 }, (_, i) => i + 1).find(
    (each) => scenarioOf(each).retentionMs !== undefined,
  );
  const { failures, cleaned } = await simulate({ ...options, firstSeed: seed ?? 0, runs: 1 });
  expect({ failures, runs: cleaned.runs }).toEqual({ failures: [], runs: 1 });
  expect(cleaned.segments).toBeGreaterThan(1);
});

it('makes the same run of the same seed', async () => {
  expect(scenarioOf(7)).toEqual(scenarioOf(7));
  const steps: number[][] = [];
  for (let i = 0; i < 2; i++) {
    const taken: number[] = [];
    await simulate({ ...options, firstSeed: 11, runs: 2, onResult: (result) => taken.push(result.steps) });
    steps.push(taken);
  }
  expect(steps[0]).toEqual(steps[1]);
});

it.each(SIMULATOR_BUGS.map((bug) => [bug.name, bug] as const))('can still be seeded: %s', (_, bug) => {
  const text = readFileSync(join(PROJECT, bug.file), 'utf8');
  expect(withBug(bug, text)).not.toBe(text);
});

it('says what it wants', async () => {
  const command = ['--import', './tooling/typescript/register.mjs', 'faults/main.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, [...command, '--help'], { cwd: PROJECT });
  expect(stdout).toContain('--minutes <N>');
  await expect(
    promisify(execFile)(process.execPath, [...command, '--minutes', 'none'], { cwd: PROJECT }),
  ).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('above 0') });
});
