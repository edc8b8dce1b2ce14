import { withBug } from '../seeded-bugs/seeded-bug.ts';
import { fuzz } from './fuzz.ts';
import type { FuzzBug } from './fuzz-bugs.ts';
import type { Finding } from './fuzz-target.ts';
import { instrumentedCopy } from './instrumented-copy.ts';

export interface FuzzProof {
  readonly bug: FuzzBug;
  readonly runs: number;
  readonly seconds: number;
  /** undefined: it was not found */
  readonly finding: Finding | undefined;
}

const MOST_MS = 60_000;

/** Fuzzes a copy of the checkout with the bug in it, for a minute at most. */
export async function proveFuzzBug(bug: FuzzBug, checkout: string, seed: number): Promise<FuzzProof> {
  const sources = instrumentedCopy(checkout, (path, text) => (path === bug.file ? withBug(bug, text) : text));
  try {
    const [fuzzed] = await fuzz({
      root: sources.root,
      checkout,
      targets: [bug.target],
      seed,
      runs: undefined,
      ms: MOST_MS,
      jobs: 1,
      first: true,
    });
    return { bug, runs: fuzzed?.runs ?? 0, seconds: fuzzed?.seconds ?? 0, finding: fuzzed?.findings[0] };
  } finally {
    sources.remove();
  }
}
