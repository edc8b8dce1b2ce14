import { CommandError } from 'ksqlite/cli';
import { countOf, fillCatalogue } from '../../catalogue/generator/fill-catalogue.ts';
import { EmbeddedCatalogue } from '../../catalogue/source/embedded/embedded-catalogue.ts';
import { ROWS_TOPIC } from '../../catalogue/source/embedded/row-records.ts';
import { changeTopic } from '../../catalogue/tables/tables.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import type { CatalogueStart } from './catalogue-start.ts';

/**
 * The catalogue in the data folder: rows and events are in one commit.
 *
 * @throws CommandError USAGE where the folder's catalogue is elsewhere, or was made with other settings
 */
export async function openEmbeddedFeed({
  database,
  catalogue,
  clock,
  signal,
}: CatalogueStart): Promise<CatalogueFeed> {
  const topics = database.connectTopics();
  if (
    (await topics.ranges(ROWS_TOPIC)) === undefined &&
    (await topics.ranges(changeTopic('parts'))) !== undefined
  )
    throw new CommandError(
      'USAGE',
      '--catalogue: the catalogue of this folder is in PostgreSQL: give --postgres URL',
    );
  const source = await EmbeddedCatalogue.open(topics);
  // another seed makes other cars, of the catalogue that is there
  const seed = source.settings?.seed ?? catalogue.seed;
  let settings = { parts: catalogue.parts ?? 0, seed };
  let filled = 0;
  return {
    begin: async () => {
      settings = await fillCatalogue(source, { parts: catalogue.parts, seed }, { clock, signal });
      filled = countOf(settings);
    },
    get settings() {
      return settings;
    },
    get filled() {
      return filled;
    },
    source,
    rowEvents: () => source.rowEvents,
    priceOf: (id) => source.priceOf(id),
    caughtUp: () => Promise.resolve(),
    history: (after) => source.history(after),
    close: () => source.close(),
  };
}
