import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportFailure, startStatusLine } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import type { Bench } from './bench.ts';
import { compareWith } from './compare/compare.ts';
import { machineText } from './measure/machine.ts';
import { measureAll } from './measure-all.ts';
import { type BenchOptions, parseBenchOptions } from './options.ts';
import { BENCHES } from './registry.ts';
import { againstText } from './report/against.ts';
import { ratioTable } from './report/ratio-table.ts';
import { resultTable } from './report/result-table.ts';
import { readBaselines, saveBaselines } from './results/baselines.ts';
import { reportToJson } from './results/report.ts';

const BASELINES = fileURLToPath(new URL('./baselines', import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const benches = new Map<string, Bench>();
  for (const [name, load] of Object.entries(BENCHES)) benches.set(name, await load());
  const asked = parseBenchOptions(
    args,
    [...benches].map(([name, { about }]) => [name, about]),
  );
  if ('help' in asked) {
    process.stdout.write(asked.help);
    return 0;
  }
  const names = asked.names.length > 0 ? asked.names : [...benches.keys()];
  return asked.base === undefined ? run(asked, names, benches) : compare(asked.base, asked, names, benches);
}

async function compare(
  base: string,
  options: BenchOptions,
  names: readonly string[],
  benches: ReadonlyMap<string, Bench>,
): Promise<number> {
  let at = '';
  const status = startStatusLine({
    out: process.stderr,
    env: process.env,
    clock: systemClock,
    read: () => at,
  });
  const columnsOf = (name: string) => benches.get(name)?.columns ?? [];
  const comparison = await compareWith(base, names, columnsOf, options, (text) => {
    at = text;
  }).finally(status.stop);
  process.stdout.write(ratioTable(`${base} (${comparison.base})`, comparison.ratios));
  const { runs, ...ratios } = comparison;
  if (options.json !== undefined)
    writeFileSync(
      options.json,
      `${JSON.stringify({ ...ratios, runs: runs.map((run) => JSON.parse(reportToJson(run))) }, null, 2)}\n`,
    );
  return 0;
}

async function run(
  options: BenchOptions,
  names: readonly string[],
  benches: ReadonlyMap<string, Bench>,
): Promise<number> {
  const kept = options.against === undefined ? undefined : readBaselines(options.against);
  let at = '';
  let failed = false;
  const status = startStatusLine({
    out: process.stderr,
    env: process.env,
    clock: systemClock,
    read: () => at,
  });
  const report = await measureAll(names, options, process.env, {
    say: (text) => {
      at = text;
    },
    onResults: (name, bench, results) => {
      status.note(`${name}: done`);
      process.stdout.write(`${resultTable(name, bench, results)}\n`);
    },
    onSkipped: (name, why) => status.note(`${name}: left out: ${why}`),
    onFailed: (name, error) => {
      failed = true;
      status.note(`${name}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
    },
  }).finally(status.stop);
  process.stdout.write(`on ${machineText(report.machine)}; commit ${report.commit}, ${report.scale}\n`);
  if (kept !== undefined)
    process.stdout.write(`\n${againstText(report, kept, (bench) => benches.get(bench)?.columns ?? [])}`);
  if (options.json !== undefined) writeFileSync(options.json, reportToJson(report));
  if (options.save)
    for (const file of saveBaselines(BASELINES, report)) process.stderr.write(`kept in ${file}\n`);
  return failed ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, reportFailure);
