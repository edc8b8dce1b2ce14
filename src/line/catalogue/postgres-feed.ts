/**
 * The catalogue in PostgreSQL: this process changes it, or another one does, and a connector brings what was committed to the topics.
 * What is on them is PostgreSQL's word alone: nothing of a change goes another way.
 */
import { CommandError } from 'ksqlite/cli';
import { sleep } from 'ksqlite/clock';
import { countOf, DEFAULT_SETTINGS, fillCatalogue } from '../../catalogue/generator/fill-catalogue.ts';
import type { CatalogueSettings } from '../../catalogue/generator/initial-rows.ts';
import { ROWS_TOPIC } from '../../catalogue/source/embedded/row-records.ts';
import { type Connecting, postgresError } from '../../catalogue/source/postgres/open-client.ts';
import { openPostgres } from '../../catalogue/source/postgres/open-postgres.ts';
import type { PostgresAddress } from '../../catalogue/source/postgres/postgres-address.ts';
import type { PostgresCatalogue } from '../../catalogue/source/postgres/postgres-catalogue.ts';
import { PostgresPrices } from '../../catalogue/source/postgres/postgres-prices.ts';
import { PostgresReader } from '../../catalogue/source/postgres/postgres-reader.ts';
import { readHistory } from '../../catalogue/source/postgres/read-history.ts';
import { connectorConfig, connectorFailed, ensureConnector, SLOT } from './catalogue-connector.ts';
import type { CatalogueFeed } from './catalogue-feed.ts';
import type { CatalogueStart } from './catalogue-start.ts';

const LOOK_EVERY_MS = 200;

/** @throws CommandError USAGE where the folder's catalogue is in the folder; POSTGRES; DATA_IN_USE where another process changes it too */
export async function openPostgresFeed(
  start: CatalogueStart,
  address: PostgresAddress,
): Promise<CatalogueFeed> {
  const { database, catalogue, clock, signal, env, log, onError } = start;
  if ((await database.topics.ranges(ROWS_TOPIC)) !== undefined)
    throw new CommandError(
      'USAGE',
      '--postgres: the catalogue of this folder is in the folder: give --catalogue',
    );
  const warn = (text: string): void => log.warn(text);
  const connecting: Connecting = { address, env, clock, signal, warn };
  const reader = new PostgresReader(connecting);
  const prices = new PostgresPrices(connecting);
  const given = { parts: catalogue.parts, seed: catalogue.seed };
  let writer: PostgresCatalogue | undefined;
  let settings: CatalogueSettings = DEFAULT_SETTINGS;
  let filled = 0;
  let rowEvents = 0;
  let asking = false;

  /** Fills it, where that is not done, and keeps it where it is to be changed here. */
  const write = async (how: Connecting): Promise<void> => {
    const opened = await openPostgres(how, {
      fresh: false, // the data folder is, if it is asked for; the database is not the line's
      needsHistory: catalogue.history !== undefined,
    });
    writer = opened;
    const seed = opened.settings?.seed ?? given.seed;
    settings = await fillCatalogue(opened, { ...given, seed }, { clock, signal });
    if (catalogue.changes > 0) return;
    writer = undefined;
    await opened.close();
  };
  /** Cars are built of what is there. Where another process fills it, that is waited for. */
  const untilFilled = async (): Promise<void> => {
    for (;;) {
      const made = await reader.made();
      if (made !== undefined) settings = { parts: made.parts, seed: made.seed };
      if (made !== undefined && made.rowEvents >= countOf(settings)) return;
      try {
        return await write({ ...connecting, lockWaitMs: 1 });
      } catch (error) {
        if (!(error instanceof CommandError && error.code === 'DATA_IN_USE')) throw error;
      }
      await sleep(clock, LOOK_EVERY_MS, signal);
      signal.throwIfAborted();
    }
  };
  return {
    begin: async () => {
      if (catalogue.changes > 0) await write(connecting);
      else await untilFilled();
      filled = countOf(settings);
      await ensureConnector(database, connectorConfig(address, env));
      connectorFailed(database).then(
        (why) => onError(postgresError(address, `is not read any more: ${why}`)),
        onError,
      );
    },
    get settings() {
      return settings;
    },
    get filled() {
      return filled;
    },
    get source() {
      return writer;
    },
    rowEvents: () => {
      if (writer !== undefined) return writer.rowEvents;
      if (!asking && !signal.aborted) {
        asking = true;
        reader
          .rowEvents()
          .then(
            (count) => {
              rowEvents = count;
            },
            () => undefined,
          )
          .finally(() => {
            asking = false;
          });
      }
      return rowEvents;
    },
    priceOf: (id) => prices.priceOf(id),
    caughtUp: async () => {
      await reader.untilRead(SLOT);
      rowEvents = (await reader.made())?.rowEvents ?? 0;
    },
    history: (after) => readHistory(connecting, after),
    close: async () => {
      await prices.close();
      await reader.close();
      await writer?.close();
    },
  };
}
