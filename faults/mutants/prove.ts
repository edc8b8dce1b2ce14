import { compiled } from '../compiled.ts';
import type { RunResult } from '../simulator/run-result.ts';
import { simulate } from '../simulator/simulate.ts';
import type { Mutant } from './mutants.ts';

export interface Proof {
  readonly mutant: Mutant;
  readonly runs: number;
  /** undefined: it was not found */
  readonly found: RunResult | undefined;
}

const RUNS = 1_000;

/** Runs seeds on a compiled copy of the checkout with a bug in it, until one finds it. */
export async function prove(mutant: Mutant, root: string, firstSeed: number, jobs: number): Promise<Proof> {
  const sources = compiled(root, (path, text) => (path === mutant.file ? mutated(mutant, text) : text));
  try {
    const { runs, failures } = await simulate({
      root: sources.root,
      firstSeed,
      runs: RUNS,
      until: Number.POSITIVE_INFINITY,
      jobs,
    });
    return { mutant, runs, found: failures[0] };
  } finally {
    sources.remove();
  }
}

/** Throws when the text is not there exactly once: then the code has moved on, and the mutant has to. */
export function mutated({ name, file, find, put }: Mutant, text: string): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`mutant "${name}": ${file} has not exactly one ${JSON.stringify(find)}`);
  return before + put + after;
}
