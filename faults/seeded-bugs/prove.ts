import { compiled } from '../compiled.ts';
import type { RunResult } from '../simulator/run-result.ts';
import { simulate } from '../simulator/simulate.ts';
import { type SeededBug, withBug } from './seeded-bug.ts';

export interface Proof {
  /** so named in `--json`, which scripts read */
  readonly mutant: SeededBug;
  readonly runs: number;
  /** undefined: it was not found */
  readonly found: RunResult | undefined;
}

const RUNS = 1_000;

/** Runs seeds on a compiled copy of the checkout with a bug in it, until one finds it. */
export async function prove(bug: SeededBug, root: string, firstSeed: number, jobs: number): Promise<Proof> {
  const sources = compiled(root, (path, text) => (path === bug.file ? withBug(bug, text) : text));
  try {
    const { runs, failures } = await simulate({
      root: sources.root,
      kind: bug.kind,
      firstSeed,
      runs: RUNS,
      until: Number.POSITIVE_INFINITY,
      jobs,
    });
    return { mutant: bug, runs, found: failures[0] };
  } finally {
    sources.remove();
  }
}
