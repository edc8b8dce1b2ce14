/** The rows that are there: read as they were at one moment, batch after batch, behind those that were read before an interruption. */
import { randomUUID } from 'node:crypto';
import type { SourceBatch } from '../../port.ts';
import { rowsOf } from '../client/open-client.ts';
import type { PgClient } from '../client/pg-package.ts';
import { type Origin, originOf } from '../envelope/source-block.ts';
import { offsetJson, type PostgresOffset } from '../offset.ts';
import { ordersOf } from '../stream/tables-streamed.ts';
import { describeTable } from '../tables/describe-table.ts';
import { readFacts } from '../tables/read-catalogue.ts';
import { type TaskParts, takenTables } from '../task-parts.ts';
import { createSlot } from './slot.ts';
import { SnapshotReader, type SnapshotTable } from './snapshot.ts';

export class SnapshotPhase {
  readonly #parts: TaskParts;
  readonly #client: PgClient;
  readonly #reader: SnapshotReader;
  readonly #origin: Origin;
  readonly #lsn: number;
  #offset: PostgresOffset;

  private constructor(
    parts: TaskParts,
    client: PgClient,
    reader: SnapshotReader,
    origin: Origin,
    lsn: number,
    offset: PostgresOffset,
  ) {
    this.#parts = parts;
    this.#client = client;
    this.#reader = reader;
    this.#origin = origin;
    this.#lsn = lsn;
    this.#offset = offset;
  }

  /**
   * A slot that goes with its connection gives the moment: also where the slot that is kept was there before.
   *
   * @param offset of a snapshot that was interrupted, or the first one
   */
  static async begin(parts: TaskParts, offset: PostgresOffset): Promise<SnapshotPhase> {
    const { config, connections, context } = parts;
    const maker = await connections.open('replication');
    const slot = `ksqlite_${randomUUID().replaceAll('-', '_')}`;
    const { lsn, snapshot } = await createSlot(maker, slot, 'temporary');
    const client = await connections.open('queries');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET TRANSACTION SNAPSHOT '${snapshot}'`);
    const [row] = await rowsOf(
      client,
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8, txid_snapshot_xmax(txid_current_snapshot())`,
    );
    const before = offset.snapshot?.segments ?? [];
    if (before.length > 0) context.log.info('the snapshot is continued where it was interrupted');
    const tables = await snapshotTables(parts, client);
    const reader = new SnapshotReader(client, tables, lsn, config.fetchSize, before);
    const { prefix: name, database } = config;
    const commitUs = Number(row?.[0]);
    const origin = originOf({ name, database, commitUs, xid: Number(row?.[1]), lastCommit: undefined });
    await connections.close(maker);
    const from = before.length > 0 ? offset : { ...offset, lsn, index: 0 };
    return new SnapshotPhase(parts, client, reader, origin, lsn, from);
  }

  /** Where the rows that it gave last end. */
  get offset(): PostgresOffset {
    return this.#offset;
  }

  /** @returns the next rows; undefined after the last ones: then the offset says that it is complete */
  async next(): Promise<SourceBatch | undefined> {
    const { connections, context, records } = this.#parts;
    const batch = await this.#reader.next();
    if (batch === undefined) {
      await connections.close(this.#client);
      this.#offset = { ...this.#offset, snapshot: { complete: true, segments: [...this.#reader.segments] } };
      context.log.info('the snapshot is complete: changes are streamed from here on');
      return undefined;
    }
    this.#offset = { ...this.#offset, snapshot: { complete: false, segments: [...batch.segments] } };
    return {
      records: batch.rows.map(({ table, row, mark }) =>
        records.snapshot(table, this.#origin, this.#lsn, row, mark),
      ),
      offset: offsetJson(this.#offset),
    };
  }
}

async function snapshotTables(parts: TaskParts, client: PgClient): Promise<readonly SnapshotTable[]> {
  const { config, filters, published, types, names, warn } = parts;
  const tables: SnapshotTable[] = [];
  for (const { oid, schema, table: name, columns } of await takenTables(client, filters)) {
    if (!published.has(`${schema}.${name}`))
      warn(
        `table ${schema}.${name} is not in the publication ${config.publication}: its rows are read, its changes will not come`,
      );
    const table = describeTable(schema, name, columns, await readFacts(client, oid), types, names);
    tables.push({
      table,
      columns: columns.map((column) => column.name),
      orders: ordersOf(table, columns, types),
    });
  }
  return tables;
}
