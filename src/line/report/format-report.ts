import picocolors from 'picocolors';
import { SITUATIONS } from '../../contracts/rc-car.ts';
import { catalogueFacts } from '../catalogue/catalogue-report.ts';
import type { Quantiles } from '../ledger/ledger-summary.ts';
import { bar, duration, grouped, percent } from './numbers.ts';
import type { Report } from './report.ts';

export interface ReportLook {
  /** columns */
  readonly width: number;
  readonly colour: boolean;
  /** The line was stopped before all was out. */
  readonly stopped?: boolean;
}

type Colours = ReturnType<typeof picocolors.createColors>;

/** The report for people, as lines with a line feed at the end. */
export function formatReport(report: Report, { width, colour, stopped = false }: ReportLook): string {
  const colours = picocolors.createColors(colour);
  const lines = [
    colours.bold('Outcomes'),
    ...outcomeLines(report, width, colours),
    '',
    ...factLines(report, width, colours),
    '',
    ...conservationLines(report, width, colours, stopped),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const LABEL = 24;

function outcomeLines(report: Report, width: number, colours: Colours): string[] {
  const rows = SITUATIONS.flatMap((situation) => {
    const count = report.outcomes[situation] ?? 0;
    return count === 0 ? [] : [{ situation, count }];
  });
  if (rows.length === 0) return ['  no car came out'];
  const most = Math.max(...rows.map(({ count }) => count));
  const digits = grouped(most).length;
  const room = Math.min(40, width - LABEL - digits - 3);
  return rows.map(({ situation, count }) => {
    const figures = `  ${situation.padEnd(LABEL - 2)}${grouped(count).padStart(digits)}`;
    if (room < 4) return figures;
    return `${figures}  ${paint(situation, colours)(bar(count / most, room))}`;
  });
}

function paint(situation: string, colours: Colours): (text: string) => string {
  if (situation === 'COMPLETE') return colours.green;
  return situation === 'FAILED_GET_PRICE' ? colours.red : colours.yellow;
}

function factLines(report: Report, width: number, colours: Colours): string[] {
  const { parts, pricing, latencyMs } = report;
  const again = parts.deliveries - parts.sent;
  const facts: (readonly [string, string])[] = [
    ['Parts', `${grouped(parts.sent)} in${again > 0 ? `, ${grouped(again)} delivered again` : ''}`],
    ['Dead letters', grouped(parts.deadLettered)],
    ['Last part → assembled', quantiles(latencyMs.assembly)],
    ['Last part → missing', quantiles(latencyMs.missing)],
    [
      'Price requests',
      `${grouped(pricing.requests)}, ${pricing.maxInFlight} of ${pricing.slots} slots at most`,
    ],
  ];
  const failed = Object.entries(pricing.failedRequests);
  if (failed.length > 0)
    facts.push([
      'Failed price requests',
      failed.map(([why, count]) => `${grouped(count)} ${why}`).join(', '),
    ]);
  if (pricing.utilisation !== null)
    facts.push(['Slots used', `${percent(pricing.utilisation)} of the limit`]);
  if (report.assemblyPartsPerSecond !== null)
    facts.push(['Assembly', `${grouped(report.assemblyPartsPerSecond)} parts/s`]);
  if (report.catalogue !== undefined) facts.push(...catalogueFacts(report.catalogue));
  facts.push(['Wall time', duration(report.wallSeconds * 1_000)]);
  if (width < 50) return facts.flatMap(([label, text]) => [colours.dim(label), `  ${text}`]);
  return facts.map(([label, text]) => `${colours.dim(label.padEnd(LABEL))}${text}`);
}

function quantiles({ p50, p99 }: Quantiles): string {
  if (p50 === null || p99 === null) return 'none measured';
  return `p50 ${duration(p50)}, p99 ${duration(p99)}`;
}

function conservationLines(report: Report, width: number, colours: Colours, stopped: boolean): string[] {
  const { holds, counts, ...names } = report.conservation;
  if (holds) return [colours.green('✔ every part that went in came out once')];
  const kinds = [
    ['lost', 'parts that did not come out'],
    ['doubled', 'parts that came out more than once'],
    ['carsTwice', 'cars with more than one outcome'],
    ['carsWithout', 'cars without an outcome of their own'],
    ['unknown', 'what came out and never went in'],
  ] as const;
  const wrong = kinds
    .filter(([kind]) => counts[kind] > 0 && !(stopped && UNTIL_THE_END.has(kind)))
    .flatMap(([kind, meaning]) => [
      colours.red(`✘ ${meaning}: ${grouped(counts[kind])}`),
      ...named(names[kind], counts[kind]).map((line) => fitted(`  ${line}`, width)),
    ]);
  if (!stopped) return wrong;
  const left = `stopped with ${grouped(counts.lost)} parts on their way: started again, the line continues`;
  return [...wrong, fitted(`… ${left}`, width)];
}

/** What is so of any line that was stopped in the middle, and wrong only at the end. */
const UNTIL_THE_END: ReadonlySet<string> = new Set(['lost', 'carsWithout', 'unknown']);
const SHOWN = 5;

function named(names: readonly string[], count: number): string[] {
  const shown = names.slice(0, SHOWN);
  const more = count - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${grouped(more)} more`] : [])];
}

function fitted(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
}
