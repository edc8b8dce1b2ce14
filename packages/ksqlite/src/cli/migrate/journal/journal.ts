import { CommandError } from '../../../errors/command-error.ts';
import type { MigrationContext } from '../apply/migration-context.ts';
import { retryRequest } from '../apply/retry-request.ts';
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
export async function readJournal(context: MigrationContext): Promise<JournalState> {
  const { sources } = await retryRequest(context, () => readCatalogue(context.ksqldb));
  return sources.has(JOURNAL_STREAM) ? readEvents(context) : EMPTY_JOURNAL;
}

/** Makes the journal on the server where there is none. Throws as readJournal. */
export async function openJournal(context: MigrationContext): Promise<Journal> {
  const { ksqldb } = context;
  const { serviceId } = await retryRequest(context, () => ksqldb.info());
  for (const sql of createJournalSql(serviceId)) await retryRequest(context, () => ksqldb.execute(sql));
  let written = 0;
  return {
    read: () => readEvents(context),
    append: async (event) => {
      const id = `${context.runner}-${++written}`;
      const sql = insertEventSql({ ...NOTHING_SAID, ...event, id, runner: context.runner, who: context.who });
      await retryRequest(context, () => ksqldb.execute(sql));
      return id;
    },
    readPast: async (id) => {
      // a row is there once its INSERT was answered; a reading that the server cut short is made again
      for (let tries = 0; tries < 20; tries++) {
        const state = await readEvents(context);
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

async function readEvents(context: MigrationContext): Promise<JournalState> {
  const rows = await retryRequest(context, () => context.ksqldb.rows(readJournalSql));
  const journal = foldJournal(rows.map(eventOf));
  const { otherMigrations } = context;
  if (otherMigrations === undefined) return journal;
  return {
    ...journal,
    records: new Map([...journal.records].filter(([name]) => !otherMigrations.has(name))),
  };
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
