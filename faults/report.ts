import { type CatalogueReport, catalogueHolds, catalogueText } from './catalogue/catalogue-report.ts';
import type { MemoryReport } from './memory/memory-run.ts';
import type { ProgramsReport } from './programs/check-programs.ts';
import type { Proof } from './seeded-bugs/prove.ts';
import type { Simulated } from './simulator/simulate.ts';

export interface KillsReport {
  readonly rounds: number;
  /** how processes ended, by the way they did */
  readonly ends: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

export interface FaultsReport {
  readonly seed: number;
  readonly seconds: number;
  readonly simulated?: Simulated;
  readonly kills?: KillsReport;
  /** of seeded bugs; scripts that read `--json` know them by this name */
  readonly mutants?: readonly Proof[];
  readonly memory?: MemoryReport;
  readonly programs?: ProgramsReport;
  readonly catalogue?: CatalogueReport;
}

/** Whether nothing was found that should not be, and all was that should. */
export const holds = ({ simulated, kills, mutants, memory, programs, catalogue }: FaultsReport): boolean =>
  (catalogue === undefined || catalogueHolds(catalogue)) &&
  (memory === undefined || (memory.failure === undefined && memory.isFlat !== false)) &&
  (simulated?.failures.length ?? 0) === 0 &&
  (programs?.failures.length ?? 0) === 0 &&
  (kills?.failures.length ?? 0) === 0 &&
  (mutants ?? []).every(({ found }) => found !== undefined);

export function formatReport(report: FaultsReport): string {
  const { simulated, kills, mutants, memory, programs, seconds, seed } = report;
  const lines: string[] = [];
  if (report.catalogue !== undefined) lines.push(...catalogueText(report.catalogue));
  if (simulated !== undefined) {
    lines.push(
      `Simulated runs   ${simulated.runs.toLocaleString('en')} from seed ${seed}; processes ended by ${endsText(simulated.ends)}`,
    );
    const { runs, segments } = simulated.cleaned;
    lines.push(
      `Segments deleted ${segments.toLocaleString('en')}, in ${runs.toLocaleString('en')} of the runs`,
    );
    for (const { seed: failed, violations, ends } of simulated.failures)
      lines.push(
        `✖ seed ${failed} (${ends.join(', ') || 'no end'}):`,
        ...violations.slice(0, 10).map((violation) => `    ${violation.slice(0, 1_000)}`),
        `  again: npm run test:faults -- --seed ${failed} --runs 1`,
      );
  }
  if (kills !== undefined) {
    lines.push(`Real processes   ${kills.rounds} rounds; ended by ${endsText(kills.ends)}`);
    for (const { seed: failed, violations } of kills.failures)
      lines.push(`✖ round ${failed}:`, ...violations.map((violation) => `    ${violation.slice(0, 2_000)}`));
  }
  for (const { mutant, runs, found } of mutants ?? [])
    lines.push(
      found === undefined
        ? `✖ not found in ${runs} runs: ${mutant.name}`
        : `✔ found in ${String(runs).padStart(4)} runs, seed ${found.seed}: ${mutant.name}\n    ${found.violations[0]?.slice(0, 160)}`,
    );
  if (memory !== undefined) lines.push(...memoryLines(memory));
  if (programs !== undefined) lines.push(...programLines(programs, seed));
  lines.push(
    `Time             ${Math.round(seconds)} s`,
    '',
    holds(report) ? verdict(report) : '✖ it does not hold',
  );
  return `${lines.join('\n')}\n`;
}

function memoryLines(memory: MemoryReport): readonly string[] {
  const { table, records, deadLetters, highestMegabytes, growth, failure } = memory;
  return [
    `Records          ${records.toLocaleString('en')}; dead letters ${deadLetters.toLocaleString('en')}`,
    'Minutes          resident MB',
    ...table.map(
      ({ minutes, megabytes }) =>
        `${minutes.toFixed(1).padStart(7)}          ${megabytes.toFixed(0).padStart(6)}`,
    ),
    `Highest          ${highestMegabytes.toFixed(0)} MB; over the last third it grew by ${(growth * 100).toFixed(1)} %`,
    ...(failure === undefined ? [] : [`✖ ${failure}`]),
  ];
}

function programLines(report: ProgramsReport, seed: number): readonly string[] {
  const { programs, statements, refused, records, interpreted, failures } = report;
  const count = (n: number): string => n.toLocaleString('en');
  return [
    `Programs         ${count(programs)} from seed ${seed}; statements ${count(statements)}, and ${count(refused)} that were refused`,
    `Records          ${count(records.sent)} sent, ${count(records.written)} written by statements`,
    `Interpreted      ${count(interpreted)} statements, and what they write is what the naive interpreter makes`,
    ...failures.flatMap(({ seed: failed, violations }) => [
      `✖ seed ${failed}:`,
      ...violations.map((violation) => `    ${violation.slice(0, 2_000)}`),
      `  again: npm run test:faults -- --programs --seed ${failed} --runs 1`,
    ]),
  ];
}

const verdict = ({ mutants, memory, programs }: FaultsReport): string => {
  if (programs !== undefined) return '✔ every program wrote the same in every way';
  if (memory?.isFlat === true) return '✔ memory is flat, and every part came out once';
  if (memory !== undefined)
    return '✔ every part came out once; too short to say whether memory is flat (50 minutes)';
  return mutants === undefined ? '✔ nothing lost, doubled or wrong' : '✔ every bug was found';
};

function endsText(ends: Readonly<Record<string, number>>): string {
  const texts = Object.entries(ends).map(([how, count]) => `${how} ${count.toLocaleString('en')}`);
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}
