/** The replication slot, and the publication: what the server keeps for a connector. */
import { ConnectorError } from '../../connector-error.ts';
import { codeOf, literal, quoted, rowsOf } from '../client/open-client.ts';
import type { PgClient } from '../client/pg-package.ts';
import type { PostgresConfig } from '../config/postgres-config.ts';
import { parseLsn } from '../lsn.ts';
import { type PublishedTable, readPublished } from '../tables/read-catalogue.ts';

export interface Server {
  readonly system: string;
  readonly timeline: number;
  readonly version: number;
}

/** @param client one that replicates */
export async function identify(client: PgClient): Promise<Server> {
  const [system] = await rowsOf(client, 'IDENTIFY_SYSTEM');
  const [version] = await rowsOf(client, 'SHOW server_version_num');
  return { system: system?.[0] ?? '', timeline: Number(system?.[1]), version: Number(version?.[0]) };
}

export interface Slot {
  readonly active: boolean;
  /** What the server has forgotten already; undefined: nothing is known. */
  readonly flushed: number | undefined;
  /** Bytes of the log that it holds. */
  readonly held: number;
  /** reserved, extended, unreserved or lost. */
  readonly state: string;
}

/** undefined: there is none. @throws ConnectorError where it is of another plug-in or database */
export async function readSlot(
  client: PgClient,
  { slot, database }: PostgresConfig,
): Promise<Slot | undefined> {
  const [row] = await rowsOf(
    client,
    `SELECT active, confirmed_flush_lsn, pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END, restart_lsn)::int8, wal_status, plugin, database
     FROM pg_replication_slots WHERE slot_name = ${literal(slot)}`,
  );
  if (row === undefined) return undefined;
  const [active, flushed, held, state, plugin, of] = row;
  if (plugin !== 'pgoutput' || of !== database)
    throw new ConnectorError(
      `the replication slot ${slot} is of the plug-in ${plugin ?? 'of physical replication'} and the database ${of ?? ''}: give slot.name another name`,
    );
  return {
    active: active === 't',
    flushed: flushed === null || flushed === undefined ? undefined : parseLsn(flushed),
    held: Number(held),
    state: state ?? '',
  };
}

export interface NewSlot {
  /** The snapshot has what was committed before it, the slot what was committed from there on. */
  readonly lsn: number;
  /** For SET TRANSACTION SNAPSHOT, until `client` does anything else. */
  readonly snapshot: string;
}

/** @param client one that replicates @param kind a temporary one goes with its connection */
export async function createSlot(
  client: PgClient,
  slot: string,
  kind: 'kept' | 'temporary',
): Promise<NewSlot> {
  try {
    const [row] = await rowsOf(
      client,
      `CREATE_REPLICATION_SLOT ${quoted(slot)} ${kind === 'temporary' ? 'TEMPORARY ' : ''}LOGICAL pgoutput EXPORT_SNAPSHOT`,
    );
    return { lsn: parseLsn(row?.[1] ?? ''), snapshot: row?.[2] ?? '' };
  } catch (error) {
    // wal_level, no right to replicate
    if (codeOf(error) === '55000' || codeOf(error) === '42501')
      throw new ConnectorError(
        `the replication slot ${slot} can't be made: ${error instanceof Error ? error.message : error} (the server needs wal_level=logical, the user REPLICATION)`,
        { cause: error },
      );
    throw error;
  }
}

export const dropSlot = async (client: PgClient, slot: string): Promise<void> => {
  await client.query(`SELECT pg_drop_replication_slot(${literal(slot)})`);
};

/**
 * Makes the publication as `publication.autocreate.mode` says, and gives the tables in it, as `schema.table`.
 *
 * @param tables those that the lists of the configuration take
 * @throws ConnectorError where there is none, and none may be made
 */
export async function ensurePublication(
  client: PgClient,
  { publication, autocreate }: PostgresConfig,
  tables: readonly PublishedTable[],
): Promise<ReadonlySet<string>> {
  const names = tables.map(({ schema, table }) => `${quoted(schema)}.${quoted(table)}`).join(', ');
  const there = await readPublished(client, publication);
  if (there !== undefined) {
    if (autocreate === 'filtered' && tables.some(({ schema, table }) => !there.has(`${schema}.${table}`)))
      await client.query(`ALTER PUBLICATION ${quoted(publication)} SET TABLE ${names}`);
    else return there;
  } else if (autocreate === 'disabled') {
    throw new ConnectorError(
      `there is no publication ${publication}, and publication.autocreate.mode=disabled: make it (CREATE PUBLICATION ${quoted(publication)} FOR TABLE …)`,
    );
  } else if (autocreate === 'filtered' && tables.length === 0) {
    throw new ConnectorError(
      'no table is taken by the lists of the configuration: there is nothing to publish',
    );
  } else {
    await client.query(
      `CREATE PUBLICATION ${quoted(publication)} FOR ${autocreate === 'filtered' ? `TABLE ${names}` : 'ALL TABLES'} WITH (publish_via_partition_root = true)`,
    );
  }
  return (await readPublished(client, publication)) ?? new Set();
}
