import type { Clock } from 'ksqlite/clock';
import { changeAtRate } from '../changes/change-at-rate.ts';
import { countOf, fillCatalogue } from '../generator/fill-catalogue.ts';
import { writeHistory } from '../history/write-history.ts';
import type { SourceOfTruth } from '../source/source-of-truth.ts';
import { TABLE_NAMES } from '../tables/tables.ts';
import type { CatalogueCommandOptions } from './catalogue-options.ts';

/** What `npm run catalogue` reports. */
export interface CatalogueRunReport {
  readonly parts: number;
  readonly seed: string;
  /** in all tables, at the end */
  readonly rows: number;
  /** since it was filled, by earlier starts too; a change of a key counts as two */
  readonly changedRows: number;
  /** transactions of this start, by what they did */
  readonly changes: Readonly<Record<string, number>>;
  readonly wallMs: number;
}

export interface CatalogueRun {
  readonly source: SourceOfTruth;
  readonly options: CatalogueCommandOptions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Is given what tells how far it is. */
  readonly onStarted: (read: () => string) => void;
}

/**
 * Fills the catalogue, changes it until it has as many changes as it is to have or the signal fires, and writes its history.
 *
 * @throws CommandError, and what the source throws
 */
export async function runCatalogue({
  source,
  options,
  clock,
  signal,
  onStarted,
}: CatalogueRun): Promise<CatalogueRunReport> {
  const startedAt = clock.now();
  const settings = await fillCatalogue(source, options, { clock, signal });
  const filled = countOf(settings);
  const changedRows = (): number => Math.max(0, source.rowEvents - filled);
  onStarted(() => `${changedRows()} rows changed`);
  const changes: Record<string, number> = {};
  if (options.changes > 0)
    await changeAtRate({
      source,
      settings,
      rate: options.changes,
      until: options.total,
      filled,
      clock,
      signal,
      changes,
    });
  if (options.history !== undefined) await writeHistory(options.history, source);
  return {
    ...settings,
    rows: TABLE_NAMES.reduce((sum, table) => sum + source.rows.table(table).size, 0),
    changedRows: changedRows(),
    changes,
    wallMs: Math.round(clock.now() - startedAt),
  };
}
