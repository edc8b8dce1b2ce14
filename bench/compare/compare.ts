import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from '../options.ts';
import { comparable, ENOUGH_ROUNDS, type Ratio, ratioOf } from '../report/ratio-table.ts';
import type { FigureName } from '../results/figures.ts';
import { type Report, reportSchema } from '../results/report.ts';
import { makeBaseTree } from './base-tree.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = ENOUGH_ROUNDS;

export interface Comparison {
  /** the ref's commit */
  readonly base: string;
  readonly ratios: readonly Ratio[];
  /** all runs, base first, in the order in which they ran */
  readonly runs: readonly Report[];
}

/**
 * Measures a git ref and this tree in turns (ABBA…: neither is always the second), each run in processes of its own with its own tree's start flags.
 *
 * @throws Error when a run fails: also when the ref's engine can't carry this tree's benches
 */
export async function compareWith(
  base: string,
  names: readonly string[],
  columnsOf: (bench: string) => readonly FigureName[],
  options: BenchOptions,
  say: (text: string) => void,
): Promise<Comparison> {
  const rounds = options.rounds ?? ROUNDS;
  const tree = makeBaseTree(ROOT, base, options.folder);
  const results = mkdtempSync(join(options.folder, 'bench-compare-'));
  const onExit = (): void => {
    tree.remove();
    rmSync(results, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  try {
    const before: Report[] = [];
    const after: Report[] = [];
    const sides = [
      [tree.folder, base, before],
      [ROOT, 'this tree', after],
    ] as const;
    for (let round = 1; round <= rounds; round++)
      for (const [folder, title, reports] of inTurns(sides, round)) {
        say(`round ${round} of ${rounds}: ${title}`);
        const json = join(results, `${round}-${reports === before ? 'base' : 'present'}.json`);
        await measureIn(folder, names, json, options);
        reports.push(reportSchema.parse(JSON.parse(readFileSync(json, 'utf8'))));
      }
    return {
      base: tree.commit,
      ratios: ratiosOf(before, after, columnsOf),
      runs: before.flatMap((report, i) => [report, ...after.slice(i, i + 1)]),
    };
  } finally {
    process.removeListener('exit', onExit);
    onExit();
  }
}

const inTurns = <T>(sides: readonly T[], round: number): readonly T[] =>
  round % 2 === 1 ? sides : [...sides].reverse();

/** Every figure that both have, over all rounds. */
export function ratiosOf(
  before: readonly Report[],
  after: readonly Report[],
  columnsOf: (bench: string) => readonly FigureName[],
): readonly Ratio[] {
  const valuesOf = (reports: readonly Report[], bench: string, name: string, figure: FigureName) =>
    reports.flatMap(
      ({ results }) =>
        results.find((other) => other.bench === bench && other.case === name)?.figures[figure] ?? [],
    );
  return (after[0]?.results ?? []).flatMap(({ bench, case: name, figures }) =>
    comparable(figures, figures, columnsOf(bench)).flatMap((figure) => {
      const base = valuesOf(before, bench, name, figure);
      const present = valuesOf(after, bench, name, figure);
      return ratioOf({ bench, case: name, figure, base, present }) ?? [];
    }),
  );
}

/** `npm run bench` in a tree: its own flags, one round after one to warm up. */
async function measureIn(
  folder: string,
  names: readonly string[],
  json: string,
  { scale, millions, format, folder: data }: BenchOptions,
): Promise<void> {
  const args = ['run', '--silent', 'bench', '--', ...names, '--rounds', '1', '--scale', scale];
  args.push(
    '--folder',
    data,
    '--json',
    json,
    ...(millions === undefined ? [] : ['--millions', String(millions)]),
    ...(format === 'json' ? [] : ['--format', format]),
  );
  writeFileSync(json, '');
  const child = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm run bench failed in ${folder} with exit code ${code}:\n${said}`);
}
