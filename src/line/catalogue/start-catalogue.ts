/**
 * The part catalogue beside the line, in one process: it is filled, changed at a rate, SQL makes documents, prices and alerts of its
 * changes, and the demo's price API answers from it. Where its rows are, in the data folder or in PostgreSQL, is the feed's. Loaded where
 * `--catalogue` or `--postgres` is asked for alone.
 */
import { applyScripts } from 'ksqlite/cli';
import { changeAtRate } from '../../catalogue/changes/change-at-rate.ts';
import { carParts, partCounts } from '../../catalogue/generator/part-ids.ts';
import { writeHistory } from '../../catalogue/history/write-history.ts';
import { CATALOGUE_OUTPUTS } from '../../catalogue/output-topics.ts';
import { startPriceApi } from '../../price-api/price-api.ts';
import type { CatalogueParts } from '../../producer/generator/generate.ts';
import { catalogueScripts } from '../sql-folder.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import type { CatalogueReport } from './catalogue-report.ts';
import type { CatalogueStart } from './catalogue-start.ts';

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

/** @throws CommandError USAGE when the folder's catalogue was made with another number of parts; KsqlError */
export async function startCatalogue(start: CatalogueStart): Promise<RunningCatalogue> {
  const { database, options, catalogue, clock, signal } = start;
  const feed = await openFeed(start);
  await applyScripts(
    database,
    catalogueScripts(options.format),
    () => Math.floor(clock.now()),
    start.lineScripts,
  );
  await feed.begin();
  const { settings, filled } = feed;
  const counts = partCounts(settings.parts);
  const { minMs, maxMs } = options.priceDelay;
  const api = await startPriceApi({
    port: 0,
    delayMs: { min: minMs, max: maxMs },
    priceOf: feed.priceOf,
  });
  if (catalogue.sinks !== undefined) {
    const { sinkStatements } = await import('./sink-statements.ts');
    await database.execute(sinkStatements(catalogue.sinks, process.env.NEO4J_USER !== undefined));
  }
  const ended = new AbortController();
  const changes: Record<string, number> = {};
  const changing =
    feed.source === undefined || catalogue.changes === 0
      ? Promise.resolve()
      : changeAtRate({
          source: feed.source,
          settings,
          rate: catalogue.changes,
          until: undefined,
          filled,
          clock,
          signal: AbortSignal.any([signal, ended.signal]),
          changes,
        });
  changing.catch(start.onError);
  const changedRows = (): number => Math.max(0, feed.rowEvents() - filled);
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
      if (!signal.aborted) await feed.caughtUp();
      if (!signal.aborted) await database.settled();
      if (catalogue.history !== undefined) await writeHistory(catalogue.history, feed);
    },
    close: async () => {
      await endChanges();
      await api.close();
      await feed.close();
    },
  };
}

async function openFeed(start: CatalogueStart): Promise<CatalogueFeed> {
  const { postgres } = start.catalogue;
  if (postgres === undefined) return (await import('./embedded-feed.ts')).openEmbeddedFeed(start);
  return (await import('./postgres-feed.ts')).openPostgresFeed(start, postgres);
}
