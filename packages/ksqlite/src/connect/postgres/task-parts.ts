import type { SourceContext } from '../port.ts';
import type { Connections } from './client/connections.ts';
import type { PgClient } from './client/pg-package.ts';
import type { Filters } from './config/filters.ts';
import type { PostgresConfig } from './config/postgres-config.ts';
import type { RecordMaker } from './envelope/records.ts';
import type { PostgresOffset } from './offset.ts';
import type { Server } from './snapshot/slot.ts';
import type { TableNames } from './tables/describe-table.ts';
import { type PublishedTable, readTables } from './tables/read-catalogue.ts';
import type { Types } from './types/type-info.ts';

/** What both phases of a task work with: reading rows, and streaming changes. */
export interface TaskParts {
  readonly config: PostgresConfig;
  readonly context: SourceContext;
  readonly connections: Connections;
  readonly queries: PgClient;
  readonly replication: PgClient;
  readonly server: Server;
  readonly types: Types;
  /** `schema.table` of those that the publication has. */
  readonly published: ReadonlySet<string>;
  readonly filters: Filters;
  readonly names: TableNames;
  readonly records: RecordMaker;
  /** Warns of each thing once. */
  readonly warn: (message: string) => void;
}

/** Of a snapshot that has read nothing, or where the slot begins. */
export const firstOffset = ({ system, timeline }: Server, lsn: number): PostgresOffset => ({
  system,
  timeline,
  lsn,
  index: 0,
  flush: lsn,
});

/** Those that the lists of the configuration take. */
export async function takenTables(client: PgClient, filters: Filters): Promise<readonly PublishedTable[]> {
  return (await readTables(client)).filter(({ schema, table }) => filters.table(schema, table));
}
