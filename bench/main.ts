import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { Command } from 'commander';
import { assembly } from './benches/assembly.ts';
import type { BenchResult } from './result.ts';

const BENCHES: Readonly<Record<string, () => Promise<BenchResult>>> = {
  assembly: () => assembly(0),
  'assembly-20-percent-incomplete': () => assembly(0.2),
};

const command = new Command('bench')
  .description('Measures the embedded engine on the line’s own SQL. Durable: every commit is synced.')
  .argument('[names...]', `which: ${Object.keys(BENCHES).join(', ')}`)
  .option('--rounds <n>', 'rounds a bench, after one to warm up', '3')
  .option('--json <file>', 'the results as JSON')
  .parse();
const { rounds, json } = command.opts<{ rounds: string; json?: string }>();
const names = command.args.length > 0 ? command.args : Object.keys(BENCHES);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const results = [];
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(`USAGE: no bench is called ${name}; there are ${Object.keys(BENCHES).join(', ')}\n`);
    process.exit(2);
  }
  await bench();
  const runs: BenchResult[] = [];
  for (let i = 0; i < Number(rounds); i++) runs.push(await bench());
  const rates = runs.map((run) => run.partsPerSecond);
  const result = {
    bench: name,
    partsPerSecond: Math.round(median(rates)),
    spread: [Math.round(Math.min(...rates)), Math.round(Math.max(...rates))],
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakRssMb: Math.round(Math.max(...runs.map((run) => run.peakRssMb))),
    bytesPerPart: Math.round(median(runs.map((run) => run.bytesPerPart))),
    commits: median(runs.map((run) => run.commits)),
  };
  results.push(result);
  process.stdout.write(
    `${name.padEnd(32)} ${result.partsPerSecond.toLocaleString('en')} parts/s (${result.spread.join('–')}), ` +
      `${result.cpuSeconds.toFixed(1)} CPU s, ${result.peakRssMb} MB at peak, ${result.bytesPerPart} B/part, ${result.commits} commits\n`,
  );
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
process.stdout.write(`on ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}\n`);
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
