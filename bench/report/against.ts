import { machineText, sameMachine } from '../measure/machine.ts';
import type { FigureName } from '../results/figures.ts';
import { figure, figureText } from '../results/figures.ts';
import type { Report } from '../results/report.ts';
import type { Result } from '../results/result.ts';
import { comparable } from './ratio-table.ts';
import { tableText } from './table.ts';

/** What a run is against results kept before: ratios where the machine is the same, a word where it is not. */
export function againstText(
  present: Report,
  kept: readonly Report[],
  columnsOf: (bench: string) => readonly FigureName[],
): string {
  const rows: string[][] = [];
  const warnings = new Set<string>();
  for (const result of present.results) {
    const found = lastOf(kept, present, result);
    if (found === undefined) {
      warnings.add(`${result.bench}, ${result.case}: nothing was kept of it at this scale`);
      continue;
    }
    if (!sameMachine(found.report.machine, present.machine)) {
      warnings.add(
        `${result.bench}: kept on another machine (${machineText(found.report.machine)}): absolute figures are not comparable; run \`npm run bench -- compare ${found.report.commit} ${result.bench}\``,
      );
      continue;
    }
    for (const name of comparable(result.figures, found.result.figures, columnsOf(result.bench))) {
      const before = found.result.figures[name] ?? 0;
      const now = result.figures[name] ?? 0;
      rows.push([
        `${result.bench}, ${result.case}: ${figure(name).label}`,
        figureText(name, before),
        figureText(name, now),
        before === 0 ? '–' : `× ${(now / before).toFixed(2)}`,
        `${found.report.commit}, ${found.report.date.slice(0, 10)}`,
      ]);
    }
  }
  const table =
    rows.length === 0 ? '' : tableText(['against what was kept', 'kept', 'now', 'ratio', 'kept at'], rows);
  const footnote =
    rows.length === 0
      ? ''
      : 'The same machine at another time: what else it did then is not known. `compare` runs both in turns.\n';
  return table + footnote + [...warnings].map((warning) => `! ${warning}\n`).join('');
}

function lastOf(
  kept: readonly Report[],
  present: Report,
  { bench, case: name }: Result,
): { readonly report: Report; readonly result: Result } | undefined {
  return kept
    .filter(({ scale }) => scale === present.scale)
    .flatMap((report) => report.results.map((result) => ({ report, result })))
    .filter(({ result }) => result.bench === bench && result.case === name)
    .sort((a, b) => a.report.date.localeCompare(b.report.date))
    .at(-1);
}
