import { type Connecting, openPatiently } from './open-client.ts';
import { PostgresCatalogue } from './postgres-catalogue.ts';
import { requireCommitTimes } from './read-history.ts';

const DROP = `
  DROP SCHEMA IF EXISTS catalogue_source CASCADE;
  DROP TABLE IF EXISTS public.states, public.suppliers, public.statuses, public.parts, public.part_images, public.customers, public.watches;`;

export interface PostgresOptions {
  /** what is there of a catalogue is dropped first */
  readonly fresh: boolean;
  /** its history will be read: looked at now whether the server keeps what that needs */
  readonly needsHistory: boolean;
}

/** A catalogue in PostgreSQL, to be changed by this process. @throws as `PostgresCatalogue.open`; CommandError USAGE */
export async function openPostgres(
  connecting: Connecting,
  { fresh, needsHistory }: PostgresOptions,
): Promise<PostgresCatalogue> {
  if (fresh || needsHistory) {
    const client = await openPatiently(connecting, async (opened) => {
      if (needsHistory) await requireCommitTimes(opened, connecting);
      if (fresh) await opened.query(DROP);
    });
    await client.end();
  }
  return PostgresCatalogue.open(connecting);
}
