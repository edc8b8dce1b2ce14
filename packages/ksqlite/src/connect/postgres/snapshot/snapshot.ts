/**
 * Reads all rows as they were at one moment, table after table, each in the order of its keys, so that it can be continued behind any of
 * them. The moment is that of a replication slot's making: what was committed later is streamed.
 */
import { literal, quoted, rowsOf } from '../client/open-client.ts';
import type { PgClient } from '../client/pg-package.ts';
import type { SnapshotMark } from '../envelope/source-block.ts';
import type { Segment } from '../offset.ts';
import type { Tuple } from '../pgoutput/message.ts';
import type { Table } from '../tables/table.ts';
import { type KeyOrder, keyText } from './segments.ts';

export interface SnapshotTable {
  readonly table: Table;
  /** All columns that its rows have, in the order of a tuple. */
  readonly columns: readonly string[];
  /** How its keys are compared; undefined: they are not, so it is read again from the start. */
  readonly orders: readonly KeyOrder[] | undefined;
}

export interface SnapshotRow {
  readonly table: Table;
  readonly row: Tuple;
  readonly mark: SnapshotMark;
}
export interface SnapshotBatch {
  readonly rows: readonly SnapshotRow[];
  readonly segments: readonly Segment[];
}

interface Held {
  readonly of: SnapshotTable;
  readonly row: Tuple;
  readonly firstOfTable: boolean;
}

export class SnapshotReader {
  readonly #client: PgClient;
  readonly #tables: readonly SnapshotTable[];
  readonly #lsn: number;
  readonly #fetch: number;
  /** What earlier snapshots have read, and this one. */
  #segments: readonly Segment[];
  #table = 0;
  #open = false;
  #firstOfTable = true;
  #firstOfAll: boolean;
  /** The mark of a row depends on whether another follows. */
  #held: Held | undefined;

  /**
   * @param client in a transaction that sees the moment's rows
   * @param lsn the place of the moment
   * @param before segments of a snapshot that was interrupted
   */
  constructor(
    client: PgClient,
    tables: readonly SnapshotTable[],
    lsn: number,
    fetch: number,
    before: readonly Segment[],
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#lsn = lsn;
    this.#fetch = fetch;
    this.#firstOfAll = before.length === 0;
    // what can't be continued is read again
    this.#segments = before.filter(({ table }) => tables.some((each) => nameOf(each) === table));
  }

  /** The next rows; undefined: that was all, and `segments` has the whole. */
  async next(): Promise<SnapshotBatch | undefined> {
    while (this.#table < this.#tables.length) {
      const of = this.#tables[this.#table];
      if (of === undefined) break;
      const rows = await this.#fetchRows(of);
      const batch: SnapshotRow[] = [];
      for (const row of rows) {
        if (this.#held !== undefined) batch.push(this.#release(this.#held, of));
        this.#held = { of, row, firstOfTable: this.#firstOfTable };
        this.#firstOfTable = false;
      }
      if (rows.length < this.#fetch) {
        if (this.#open) await this.#client.query('CLOSE rows');
        this.#open = false;
        this.#firstOfTable = true;
        this.#table++;
      }
      if (batch.length > 0) return { rows: batch, segments: this.#progress(batch) };
    }
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return undefined;
    return { rows: [this.#release(held, undefined)], segments: this.segments };
  }

  /** All tables, read to their ends. */
  get segments(): readonly Segment[] {
    return this.#tables.flatMap((each) => this.#whole(each));
  }

  #whole(of: SnapshotTable): readonly Segment[] {
    const earlier = this.#earlier(of);
    if (earlier.some(({ upTo }) => upTo === null)) return earlier;
    return [...earlier, { table: nameOf(of), upTo: null, lsn: this.#lsn }];
  }

  async #fetchRows(of: SnapshotTable): Promise<readonly Tuple[]> {
    const earlier = this.#earlier(of);
    if (earlier.some(({ upTo }) => upTo === null)) return [];
    if (!this.#open) {
      await this.#client.query(
        `DECLARE rows NO SCROLL CURSOR FOR ${selectOf(of, earlier.at(-1)?.upTo ?? undefined)}`,
      );
      this.#open = true;
    }
    return rowsOf(this.#client, `FETCH ${this.#fetch} FROM rows`);
  }

  /** What was read of a table before, that this continues. */
  #earlier(of: SnapshotTable): readonly Segment[] {
    return this.#segments.filter(
      ({ table, upTo }) => table === nameOf(of) && (upTo === null || of.orders !== undefined),
    );
  }

  /** A row that is followed by one of `next`; undefined: by none. */
  #release({ of, row, firstOfTable }: Held, next: SnapshotTable | undefined): SnapshotRow {
    const first = this.#firstOfAll;
    this.#firstOfAll = false;
    const mark = (): SnapshotMark => {
      if (next === undefined) return 'last';
      if (first) return 'first';
      if (next !== of) return 'last_in_data_collection';
      return firstOfTable ? 'first_in_data_collection' : 'true';
    };
    return { table: of.table, row, mark: mark() };
  }

  /** After these rows. The row that is held is not among them. */
  #progress(batch: readonly SnapshotRow[]): readonly Segment[] {
    const last = batch.at(-1);
    const at = this.#tables.findIndex(({ table }) => table === last?.table);
    return this.#tables.slice(0, at + 1).flatMap((each, i): readonly Segment[] => {
      const earlier = this.#earlier(each);
      if (i < at) return this.#whole(each);
      if (each.orders === undefined || last === undefined) return earlier;
      return [
        ...earlier,
        { table: nameOf(each), upTo: [...keyText(each.table.keys, last.row)], lsn: this.#lsn },
      ];
    });
  }
}

const nameOf = ({ table: { schema, name } }: SnapshotTable): string => `${schema}.${name}`;

function selectOf({ table, columns, orders }: SnapshotTable, behind: readonly string[] | undefined): string {
  // what is not published is not read
  const read = new Set([...table.columns, ...table.keys].map(({ index }) => index));
  const values = columns.map((name, i) => (read.has(i) ? quoted(name) : 'NULL'));
  const select = `SELECT ${values.join(', ') || 'NULL'} FROM ${quoted(table.schema)}.${quoted(table.name)}`;
  const keys = table.keys.map(
    ({ name }, i) => `${quoted(name)}${orders?.[i] === 'bytes' ? byBytes(table, i) : ''}`,
  );
  if (orders === undefined || keys.length === 0) return select;
  const where =
    behind === undefined ? '' : ` WHERE (${keys.join(', ')}) > (${behind.map(literal).join(', ')})`;
  return `${select}${where} ORDER BY ${keys.join(', ')}`;
}

/** A uuid has no collation. */
const byBytes = ({ keys }: Table, i: number): string =>
  keys[i]?.type.schema.name === undefined ? ' COLLATE "C"' : '';
