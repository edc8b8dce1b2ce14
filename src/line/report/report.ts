import type { Situation } from '../../contracts/rc-car.ts';
import type { CatalogueReport } from '../catalogue/catalogue-report.ts';
import type { Conservation, LedgerSummary, Quantiles } from '../ledger/ledger-summary.ts';

/** What `--report` writes. Fields may be added; those here stay. */
export interface Report {
  readonly parts: {
    /** distinct parts that went in */
    readonly sent: number;
    readonly deadLettered: number;
    /** readable part records that went in, those delivered again included */
    readonly deliveries: number;
  };
  /** records of each situation */
  readonly outcomes: Readonly<Partial<Record<Situation, number>>>;
  readonly pricing: PricingReport;
  /** ms; null where nothing was measured */
  readonly latencyMs: { readonly assembly: Quantiles; readonly missing: Quantiles };
  /** parts of assembled and incomplete cars a second, from the first part to the last verdict; null where unknown */
  readonly assemblyPartsPerSecond: number | null;
  readonly conservation: {
    readonly holds: boolean;
    /** the first of them */
    readonly lost: readonly string[];
    readonly doubled: readonly string[];
    readonly counts: Readonly<Record<'lost' | 'doubled' | 'carsTwice' | 'carsWithout' | 'unknown', number>>;
    /** cars with more than one outcome, cars with none of their own, parts that never went in: the first of them */
    readonly carsTwice: readonly string[];
    readonly carsWithout: readonly string[];
    readonly unknown: readonly string[];
  };
  readonly wallSeconds: number;
  /** where there is one (`--catalogue`) */
  readonly catalogue?: CatalogueReport;
}

export interface PricingReport {
  readonly requests: number;
  /** requests in flight at the same time, at most */
  readonly maxInFlight: number;
  /** share of the slots' time that was used while cars waited for a price, 0 to 1; null where none did */
  readonly utilisation: number | null;
  /** the limit that `maxInFlight` must keep */
  readonly slots: number;
  /** requests that failed, by why: those that were tried again with success, too */
  readonly failedRequests: Readonly<Record<string, number>>;
}

export interface ReportInput {
  readonly ledger: LedgerSummary;
  readonly conservation: Conservation;
  readonly pricing: PricingReport;
  readonly assemblyPartsPerSecond?: number;
  readonly catalogue?: CatalogueReport;
  /** from the start of the command to the end, ms */
  readonly wallMs: number;
}

export function buildReport(input: ReportInput): Report {
  const { ledger, conservation, pricing, assemblyPartsPerSecond, wallMs } = input;
  const { lost, doubled, carsTwice, carsWithout, unknown } = conservation;
  return {
    parts: {
      sent: ledger.partsIn,
      deadLettered: ledger.deadLetters.letters,
      deliveries: ledger.deliveries,
    },
    outcomes: ledger.outcomes,
    pricing: { ...pricing, utilisation: rounded(pricing.utilisation, 4) },
    latencyMs: {
      assembly: roundedQuantiles(ledger.latencyMs.assembly),
      missing: roundedQuantiles(ledger.latencyMs.missing),
    },
    assemblyPartsPerSecond: rounded(assemblyPartsPerSecond ?? null, 0),
    conservation: {
      holds: conservation.holds,
      lost: lost.first,
      doubled: doubled.first,
      counts: {
        lost: lost.count,
        doubled: doubled.count,
        carsTwice: carsTwice.count,
        carsWithout: carsWithout.count,
        unknown: unknown.count,
      },
      carsTwice: carsTwice.first,
      carsWithout: carsWithout.first,
      unknown: unknown.first,
    },
    wallSeconds: rounded(wallMs / 1000, 3) ?? 0,
    ...(input.catalogue && { catalogue: input.catalogue }),
  };
}

function roundedQuantiles({ p50, p99 }: Quantiles): Quantiles {
  return { p50: rounded(p50, 1), p99: rounded(p99, 1) };
}

function rounded(value: number | null, digits: number): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));
}
