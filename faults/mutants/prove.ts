import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../simulator/run-scenario.ts';
import { simulate } from '../simulator/simulate.ts';
import type { Mutant } from './mutants.ts';

export interface Proof {
  readonly mutant: Mutant;
  readonly runs: number;
  /** undefined: it was not found */
  readonly found: RunResult | undefined;
}

const RUNS = 1_000;

/** Runs seeds on a copy of the checkout with a bug in it, until one finds it. */
export async function prove(mutant: Mutant, root: string, firstSeed: number, jobs: number): Promise<Proof> {
  const copy = mkdtempSync(join(tmpdir(), 'faults-mutant-'));
  try {
    for (const name of ['src', 'ksql', 'faults', 'package.json', 'tsconfig.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const file = join(copy, mutant.file);
    writeFileSync(file, mutated(mutant, readFileSync(file, 'utf8')));
    const { runs, failures } = await simulate({
      root: copy,
      firstSeed,
      runs: RUNS,
      until: Number.POSITIVE_INFINITY,
      jobs,
    });
    return { mutant, runs, found: failures[0] };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Throws when the text is not there exactly once: then the code has moved on, and the mutant has to. */
export function mutated({ name, file, find, put }: Mutant, text: string): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`mutant "${name}": ${file} has not exactly one ${JSON.stringify(find)}`);
  return before + put + after;
}
