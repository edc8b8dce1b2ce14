/**
 * The part catalogue beside the line, in one process: it is filled, changed at a rate, SQL makes documents, prices and alerts of its
 * changes, and the demo's price API answers from it. Loaded where `--catalogue` is asked for alone.
 */
import type { Database } from 'ksqlite';
import { applyScripts, type SqlScript } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import { changeAtRate } from '../../catalogue/changes/change-at-rate.ts';
import { countOf, fillCatalogue } from '../../catalogue/generator/fill-catalogue.ts';
import { carParts, partCounts } from '../../catalogue/generator/part-ids.ts';
import { writeHistory } from '../../catalogue/history/write-history.ts';
import { CATALOGUE_OUTPUTS } from '../../catalogue/output-topics.ts';
import { EmbeddedCatalogue } from '../../catalogue/source/embedded/embedded-catalogue.ts';
import { startPriceApi } from '../../price-api/price-api.ts';
import type { CatalogueParts } from '../../producer/generator/generate.ts';
import type { CatalogueOptions, LineOptions } from '../options.ts';
import { catalogueScripts } from '../sql-folder.ts';
import type { CatalogueReport } from './catalogue-report.ts';

export interface RunningCatalogue {
  /** What cars are built of. */
  readonly parts: CatalogueParts;
  /** The price API that answers from it. */
  readonly priceUrl: string;
  /** Of those since it was filled: for the progress, which asks often. */
  readonly changedRows: () => number;
  readonly report: () => CatalogueReport;
  /** Ends the changes, waits until SQL has made of them what it makes, and writes the history where that is asked for. */
  finish(): Promise<void>;
  /** Ends the changes and the price API. */
  close(): Promise<void>;
}

export interface CatalogueStart {
  readonly database: Database;
  readonly options: LineOptions;
  readonly catalogue: CatalogueOptions;
  /** the line's, applied already */
  readonly lineScripts: readonly SqlScript[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** @throws CommandError USAGE when the folder's catalogue was made with another number of parts; KsqlError */
export async function startCatalogue(start: CatalogueStart): Promise<RunningCatalogue> {
  const { database, options, catalogue, clock, signal } = start;
  const source = await EmbeddedCatalogue.open(database.connectTopics());
  await applyScripts(
    database,
    catalogueScripts(options.format),
    () => Math.floor(clock.now()),
    start.lineScripts,
  );
  // another seed makes other cars, of the catalogue that is there
  const seed = source.settings?.seed ?? catalogue.seed;
  const settings = await fillCatalogue(source, { parts: catalogue.parts, seed }, { clock, signal });
  const filled = countOf(settings);
  const counts = partCounts(settings.parts);
  const { minMs, maxMs } = options.priceDelay;
  const api = await startPriceApi({
    port: 0,
    delayMs: { min: minMs, max: maxMs },
    priceOf: (id) => source.priceOf(id),
  });
  const ended = new AbortController();
  const changes: Record<string, number> = {};
  const changing =
    catalogue.changes === 0
      ? Promise.resolve()
      : changeAtRate({
          source,
          settings,
          rate: catalogue.changes,
          until: undefined,
          filled,
          clock,
          signal: AbortSignal.any([signal, ended.signal]),
          changes,
        });
  changing.catch(start.onError);
  const changedRows = (): number => Math.max(0, source.rowEvents - filled);
  const endChanges = async (): Promise<void> => {
    ended.abort();
    await changing.catch(() => undefined);
  };
  return {
    parts: {
      name: `catalogue-${settings.parts}`,
      of: (carSeed) => carParts(counts, carSeed),
    },
    priceUrl: api.url,
    changedRows,
    report: () => ({
      ...settings,
      changedRows: changedRows(),
      changes: { ...changes },
      outputs: Object.fromEntries(
        Object.keys(CATALOGUE_OUTPUTS).map((topic) => [topic, database.countRecords(topic)]),
      ),
    }),
    finish: async () => {
      await endChanges();
      if (!signal.aborted) await database.settled();
      if (catalogue.history !== undefined) await writeHistory(catalogue.history, source);
    },
    close: async () => {
      await endChanges();
      await api.close();
      await source.close();
    },
  };
}
