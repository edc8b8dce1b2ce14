import { fileURLToPath } from 'node:url';
import { compiled } from './compiled.ts';
import { fuzzCommand } from './fuzz/fuzz-command.ts';
import { realKills } from './kills/real-kills.ts';
import { memoryRun } from './memory/memory-run.ts';
import { type FaultsOptions, parseFaultsOptions } from './options.ts';
import { checkPrograms } from './programs/check-programs.ts';
import { type FaultsReport, formatReport, holds } from './report.ts';
import { type Proof, prove } from './seeded-bugs/prove.ts';
import { SIMULATOR_BUGS } from './seeded-bugs/simulator-bugs.ts';
import { simulate } from './simulator/simulate.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of the time; the rest goes to simulated runs. */
const KILLS_SHARE = 1 / 3;
const PROGRESS_EVERY_MS = 5_000;

async function attack(options: FaultsOptions): Promise<FaultsReport> {
  const began = performance.now();
  const until = began + options.minutes * 60_000;
  const { seed, jobs, runs, format } = options;
  const say = options.json ? () => undefined : (text: string) => process.stderr.write(`${text}\n`);
  const seconds = (): number => (performance.now() - began) / 1_000;
  if (options.seededBugs) {
    const proofs: Proof[] = [];
    const { only } = options;
    for (const bug of SIMULATOR_BUGS.filter(({ name }) => only === undefined || name.includes(only))) {
      const proof = await prove(bug, ROOT, seed, jobs);
      proofs.push(proof);
      say(
        `${seconds().toFixed(0)} s: ${proof.found === undefined ? 'NOT found' : `found by seed ${proof.found.seed}`} in ${proof.runs} runs: ${bug.name}`,
      );
    }
    return { seed, seconds: seconds(), mutants: proofs };
  }
  if (options.catalogue) {
    const catalogue = await (await import('./catalogue/catalogue-run.ts')).catalogueRun({ ...options, say });
    return { seed, seconds: seconds(), catalogue };
  }
  if (options.memory) {
    const memory = await memoryRun({ ...options, say });
    return { seed, seconds: seconds(), memory };
  }
  if (!options.simulated) {
    const untilThen = runs === undefined ? until : Number.POSITIVE_INFINITY;
    const kills = await realKills({ seed, until: untilThen, rounds: runs, format, say });
    return { seed, kills, seconds: seconds() };
  }
  const kills = options.kills && runs === undefined;
  const simulateMs = options.minutes * 60_000 * (kills ? 1 - KILLS_SHARE : 1);
  const progress = (what: string) => {
    let done = 0;
    let saidAt = began;
    return () => {
      done++;
      if (performance.now() - saidAt < PROGRESS_EVERY_MS) return;
      saidAt = performance.now();
      const of = runs === undefined ? ` of ${(simulateMs / 1_000).toFixed(0)} s` : '';
      say(
        `${seconds().toFixed(0)}${of}: ${done} ${what}${runs === undefined ? '' : ` of ${runs}`}, nothing found`,
      );
    };
  };
  const sources = compiled(ROOT);
  const seeds = (untilMs: number) => ({
    root: sources.root,
    firstSeed: seed,
    runs: runs ?? Number.MAX_SAFE_INTEGER / 2,
    until: runs === undefined ? began + untilMs : Number.POSITIVE_INFINITY,
    jobs,
  });
  if (options.programs) {
    const programs = await checkPrograms({
      ...seeds(options.minutes * 60_000),
      onResult: progress('programs'),
    }).finally(sources.remove);
    return { seed, seconds: seconds(), programs };
  }
  const simulated = await simulate({
    ...seeds(simulateMs),
    kind: options.kind,
    onResult: progress('simulated runs'),
  }).finally(sources.remove);
  if (!kills || simulated.failures.length > 0) return { seed, seconds: seconds(), simulated };
  return {
    seed,
    simulated,
    kills: await realKills({ seed, until, format, say }),
    seconds: seconds(),
  };
}

const options = parseFaultsOptions(process.argv.slice(2), Date.now());
const said =
  options.fuzz === undefined
    ? attack(options).then((report) => ({ report, text: formatReport(report), holds: holds(report) }))
    : fuzzCommand(options, ROOT);
said.then(
  ({ report, text, holds }) => {
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text);
    process.exitCode = holds ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  },
);
