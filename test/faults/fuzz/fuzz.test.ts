import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fuzz } from '../../../faults/fuzz/fuzz.ts';
import { FUZZ_BUGS } from '../../../faults/fuzz/fuzz-bugs.ts';
import { instrumentedCopy } from '../../../faults/fuzz/instrumented-copy.ts';
import { withBug } from '../../../faults/seeded-bugs/seeded-bug.ts';
import { PROJECT } from '../../support/line-process.ts';

const bug = FUZZ_BUGS.find(({ target }) => target === 'windowed-key');
// one copy for all: only `windowed-key` has a bug in it
const sources = instrumentedCopy(PROJECT, (path, text) => (path === bug?.file ? withBug(bug, text) : text));
afterAll(sources.remove);

const fuzzed = async (target: string, seed: number, runs: number) => {
  const [one] = await fuzz({
    root: sources.root,
    checkout: PROJECT,
    targets: [target],
    seed,
    runs,
    ms: 0,
    jobs: 1,
  });
  return one;
};

it.each(['sql', 'json', 'log'])(
  'makes the same inputs of the same seed: %s',
  async (target) => {
    const runs = [
      await fuzzed(target, 5, 1_500),
      await fuzzed(target, 5, 1_500),
      await fuzzed(target, 6, 1_500),
    ];
    const [first, second, other] = runs.map((one) => ({ ...one, seconds: 0 }));
    expect(first?.findings).toEqual([]);
    expect(first?.runs).toBe(1_500);
    expect(first?.corpus).toBeGreaterThan(10);
    expect(second).toEqual(first);
    expect(other?.corpusHash).not.toBe(first?.corpusHash);
  },
  120_000,
);

it('finds what is wrong, and the same again', async () => {
  const [first, second] = [await fuzzed('windowed-key', 1, 500), await fuzzed('windowed-key', 1, 500)];
  expect(first?.findings[0]?.kind).toMatch(/^RangeError: .*long-bytes/);
  expect(second?.findings).toEqual(first?.findings);
});

it.each(FUZZ_BUGS.map((seeded) => [seeded.name, seeded] as const))('can still put in: %s', (_, seeded) => {
  const text = readFileSync(join(PROJECT, seeded.file), 'utf8');
  expect(withBug(seeded, text)).not.toBe(text);
});
