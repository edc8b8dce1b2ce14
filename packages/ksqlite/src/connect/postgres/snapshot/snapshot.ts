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
import { compareTables, type KeyOrder, keyText } from './segments.ts';

export interface SnapshotTable {
  readonly table: Table;
  /** All columns that its rows have, in the order of a tuple. */
  readonly columns: readonly string[];
  /** How its keys are compared; undefined: they are not, so where it is interrupted it is read again from its start. */
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
  /** What was read before it was interrupted. */
  readonly #before: readonly Segment[];
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
    this.#before = before;
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
    const last = this.#tables.at(-1);
    return last === undefined
      ? this.#before
      : this.#endingAt({ table: nameOf(last), upTo: null, lsn: this.#lsn });
  }

  async #fetchRows(of: SnapshotTable): Promise<readonly Tuple[]> {
    const done = this.#before.at(-1);
    const order = done === undefined ? 1 : compareTables(nameOf(of), done.table);
    if (order < 0 || (order === 0 && done?.upTo === null)) return [];
    if (!this.#open) {
      const behind = order === 0 && of.orders !== undefined ? (done?.upTo ?? undefined) : undefined;
      await this.#client.query(`DECLARE rows NO SCROLL CURSOR FOR ${selectOf(of, behind)}`);
      this.#open = true;
    }
    return rowsOf(this.#client, `FETCH ${this.#fetch} FROM rows`);
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
    const of = this.#tables[at];
    if (of === undefined || last === undefined) return this.#before;
    if (of.orders !== undefined)
      return this.#endingAt({
        table: nameOf(of),
        upTo: [...keyText(of.table.keys, last.row)],
        lsn: this.#lsn,
      });
    const previous = this.#tables[at - 1];
    return previous === undefined
      ? this.#before
      : this.#endingAt({ table: nameOf(previous), upTo: null, lsn: this.#lsn });
  }

  #endingAt(segment: Segment): readonly Segment[] {
    const before = this.#before.at(-1);
    const order = before === undefined ? 1 : compareTables(segment.table, before.table);
    // a table that can't be continued is read again: until it is done, nothing is further than before
    if (order < 0 || (order === 0 && before?.upTo === null)) return this.#before;
    return [...this.#before, segment];
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
