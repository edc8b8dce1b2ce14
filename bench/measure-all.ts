import { execFileSync } from 'node:child_process';
import type { Bench, Env } from './bench.ts';
import { thisMachine } from './measure/machine.ts';
import type { BenchOptions } from './options.ts';
import { BENCHES } from './registry.ts';
import type { Report } from './results/report.ts';
import type { Result } from './results/result.ts';
import { runBench } from './run-bench.ts';

export interface BenchListener {
  /** how far it is */
  readonly say: (text: string) => void;
  /** a bench is done, or was left out with a word */
  readonly onResults: (name: string, bench: Bench, results: readonly Result[]) => void;
  readonly onSkipped: (name: string, why: string) => void;
  readonly onFailed: (name: string, error: unknown) => void;
}

/** Runs benches, one after the other. One that fails is told of, and the next one runs. */
export async function measureAll(
  names: readonly string[],
  options: BenchOptions,
  env: Env,
  listener: BenchListener,
): Promise<Report> {
  const results: Result[] = [];
  const skipped: Record<string, string> = {};
  const facts = { machine: thisMachine(), date: new Date().toISOString(), commit: commitHere() };
  for (const name of names) {
    const bench = await BENCHES[name]?.();
    if (bench === undefined) throw new Error(`no bench is called ${name}`);
    const why = jsonAlone(bench, options) ?? bench.skip?.(env);
    if (why !== undefined) {
      skipped[name] = why;
      listener.onSkipped(name, why);
      continue;
    }
    try {
      const found = await runBench(name, options, (text) => listener.say(`${name}, ${text}`));
      results.push(...found);
      listener.onResults(name, bench, found);
    } catch (error) {
      listener.onFailed(name, error);
    }
  }
  return { ...facts, scale: options.scale, results, skipped };
}

/** Figures of JSON must not stand for those of another format. */
const jsonAlone = ({ takesFormats }: Bench, { format }: BenchOptions): string | undefined =>
  format === 'json' || takesFormats ? undefined : 'it measures JSON alone';

/** The commit of the tree that is measured, with `+` where files differ from it; `unknown` outside a clone. */
function commitHere(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    return (
      git('rev-parse', '--short=10', 'HEAD').trim() + (git('status', '--porcelain').trim() === '' ? '' : '+')
    );
  } catch {
    return 'unknown';
  }
}
