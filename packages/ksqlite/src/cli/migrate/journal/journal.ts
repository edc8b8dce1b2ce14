import { CommandError } from '../../../errors/command-error.ts';
import { persist } from '../apply/persist.ts';
import type { World } from '../apply/world.ts';
import { readCatalogue } from '../server/catalogue.ts';
import { eventSchema, type JournalEvent, type NewEvent } from './event.ts';
import { foldJournal, type JournalState } from './fold-journal.ts';
import {
  createJournalSql,
  EVENT_FIELDS,
  insertEventSql,
  JOURNAL_STREAM,
  readJournalSql,
} from './journal-sql.ts';

/** How long a run keeps its right to migrate after each row that it writes. */
export const LEASE_MS = 30_000;

export const EMPTY_JOURNAL: JournalState = foldJournal([]);

/** The server's journal, made by `openJournal`. */
export interface Journal {
  read(): Promise<JournalState>;
  /** Writes an event; resolves with its id when the server has it. */
  append(event: NewEvent): Promise<string>;
  /** The journal, once it holds the event of this id. */
  readPast(id: string): Promise<JournalState>;
}

/** What the server's journal says; changes nothing on the server. Throws RestError, CommandError MIGRATION_STATE. */
export async function readJournal(world: World): Promise<JournalState> {
  const { sources } = await persist(world, () => readCatalogue(world.ksqldb));
  return sources.has(JOURNAL_STREAM) ? readEvents(world) : EMPTY_JOURNAL;
}

/** Makes the journal on the server where there is none. Throws as readJournal. */
export async function openJournal(world: World): Promise<Journal> {
  const { ksqldb } = world;
  const { serviceId } = await persist(world, () => ksqldb.info());
  for (const sql of createJournalSql(serviceId)) await persist(world, () => ksqldb.execute(sql));
  let written = 0;
  return {
    read: () => readEvents(world),
    append: async (event) => {
      const id = `${world.runner}-${++written}`;
      const sql = insertEventSql({ ...NOTHING_SAID, ...event, id, runner: world.runner, who: world.who });
      await persist(world, () => ksqldb.execute(sql));
      return id;
    },
    readPast: async (id) => {
      // a row is there once its INSERT was answered; a reading that the server cut short is made again
      for (let tries = 0; tries < 20; tries++) {
        const state = await readEvents(world);
        if (state.seen.has(id)) return state;
      }
      throw new CommandError(
        'MIGRATION_STATE',
        `${JOURNAL_STREAM} does not give back what was written to it: does something delete from its topic?`,
      );
    },
  };
}

const NOTHING_SAID = {
  migration: '-',
  checksum: null,
  step: null,
  stepChecksum: null,
  makes: null,
  detail: null,
  leaseMs: LEASE_MS,
} as const;

async function readEvents(world: World): Promise<JournalState> {
  const rows = await persist(world, () => world.ksqldb.rows(readJournalSql));
  return foldJournal(rows.map(eventOf));
}

function eventOf(row: readonly unknown[]): JournalEvent {
  const event = eventSchema.safeParse(Object.fromEntries(EVENT_FIELDS.map((field, i) => [field, row[i]])));
  if (event.success) return event.data;
  throw new CommandError(
    'MIGRATION_STATE',
    `${JOURNAL_STREAM} holds a row that no migration wrote: ${JSON.stringify(row)}`,
    { cause: event.error },
  );
}
