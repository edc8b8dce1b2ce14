import type { RowChange } from './row-change.ts';
import { TableRows } from './table-rows.ts';
import type { Row, RowKey, TableName } from './tables.ts';

/** All rows of the catalogue at one time, changed in place by `apply`. */
export class CatalogueRows {
  readonly states = new TableRows<Row<'states'>>();
  readonly suppliers = new TableRows<Row<'suppliers'>>();
  readonly statuses = new TableRows<Row<'statuses'>>();
  /** by sku */
  readonly parts = new TableRows<Row<'parts'>>(({ sku }) => sku);
  /** by part */
  readonly part_images = new TableRows<Row<'part_images'>>(({ part_id }) => part_id);
  readonly customers = new TableRows<Row<'customers'>>();
  /** by part */
  readonly watches = new TableRows<Row<'watches'>>(({ part_id }) => part_id);

  /** @throws Error where the change does not fit: a row that is there already, or is not, or is another one */
  apply(change: RowChange): void {
    const { table, before, after } = change;
    const rows: TableRows<Row> = this.table(table);
    if (before !== null && rows.get(before.id) !== before)
      throw new Error(`${table} ${before.id}: the row is not what the change says it was`);
    if (after !== null && after.id !== before?.id && rows.get(after.id) !== undefined)
      throw new Error(`${table} ${after.id}: there is such a row`);
    if (before !== null && after?.id !== before.id) rows.remove(before.id);
    if (after !== null) rows.put(after);
  }

  table(name: TableName): TableRows<Row> {
    return this[name] as unknown as TableRows<Row>;
  }

  get(table: TableName, key: RowKey): Row | undefined {
    return this.table(table).get(key);
  }
}
