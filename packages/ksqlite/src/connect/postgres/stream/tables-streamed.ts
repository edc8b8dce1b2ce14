import type { PgClient } from '../client/pg-package.ts';
import type { Relation } from '../pgoutput/message.ts';
import { type KeyOrder, orderOf } from '../snapshot/segments.ts';
import { describeTable, type TableNames } from '../tables/describe-table.ts';
import { readFacts, readTypes } from '../tables/read-catalogue.ts';
import type { Table } from '../tables/table.ts';
import type { Types } from '../types/type-info.ts';

export interface StreamedTable {
  /** undefined: the configuration leaves it out. */
  readonly table: Table | undefined;
  readonly orders: readonly KeyOrder[] | undefined;
}

/** The tables that replication has named, as they are now: it names one again when it has changed. */
export class StreamedTables {
  readonly #client: PgClient;
  readonly #names: TableNames;
  readonly #takes: (schema: string, table: string) => boolean;
  readonly #tables = new Map<number, StreamedTable>();
  #types: Types;

  constructor(
    client: PgClient,
    types: Types,
    names: TableNames,
    takes: (schema: string, table: string) => boolean,
  ) {
    this.#client = client;
    this.#types = types;
    this.#names = names;
    this.#takes = takes;
  }

  /** @throws Error a defect of the server: it names a table before it tells of its changes */
  get(oid: number): StreamedTable {
    const table = this.#tables.get(oid);
    if (table === undefined) throw new Error(`a change of a table that was not named: ${oid}`);
    return table;
  }

  async put({ oid, schema, table: name, columns }: Relation): Promise<void> {
    if (!this.#takes(schema, name)) {
      this.#tables.set(oid, { table: undefined, orders: undefined });
      return;
    }
    // a new type, or an enum that has a new label
    if (columns.some(({ type }) => !isSettled(this.#types, type)))
      this.#types = await readTypes(this.#client);
    const facts = await readFacts(this.#client, oid);
    const table = describeTable(schema, name, columns, facts, this.#types, this.#names);
    const orders = ordersOf(table, columns, this.#types);
    this.#tables.set(oid, { table, orders });
  }
}

/** How the key of a table is compared; undefined: not by us. */
export function ordersOf(
  table: Table,
  columns: readonly { readonly type: number }[],
  types: Types,
): readonly KeyOrder[] | undefined {
  const orders = table.keys.map(({ index }) => orderOf(types.get(columns[index]?.type ?? 0)));
  const known = orders.filter((order) => order !== undefined);
  return known.length > 0 && known.length === orders.length ? known : undefined;
}

const isSettled = (types: Types, type: number): boolean => {
  const info = types.get(type);
  if (info === undefined || info.kind === 'e' || info.kind === 'd') return false;
  return info.element === 0 || types.get(info.element)?.kind === 'b';
};
