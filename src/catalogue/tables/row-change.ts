import type { Row, RowKey, TableName } from './tables.ts';

/** A row that is inserted (`before` null), deleted (`after` null) or changed, its key too. */
export type RowChange = {
  [T in TableName]: { readonly table: T; readonly before: Row<T> | null; readonly after: Row<T> | null };
}[TableName];

export type Operation = 'insert' | 'update' | 'delete';

/**
 * What a change comes to for those who know rows by their key: a change of the key is a delete and an insert. It is what the history
 * has lines of, and events are made of.
 */
export interface RowEvent {
  readonly table: TableName;
  readonly operation: Operation;
  readonly key: RowKey;
  readonly before: Row | null;
  readonly after: Row | null;
  /** Of a change of the key: the key that the row has on the other side of it. */
  readonly otherKey?: RowKey;
}

export function rowEvents({ table, before, after }: RowChange): readonly RowEvent[] {
  if (before === null)
    return after === null ? [] : [{ table, operation: 'insert', key: after.id, before, after }];
  if (after === null) return [{ table, operation: 'delete', key: before.id, before, after }];
  if (before.id === after.id) return [{ table, operation: 'update', key: after.id, before, after }];
  return [
    { table, operation: 'delete', key: before.id, before, after: null, otherKey: after.id },
    { table, operation: 'insert', key: after.id, before: null, after, otherKey: before.id },
  ];
}

/** How a change of a row is written down: its type follows from the table. */
export function change<T extends TableName>(
  table: T,
  before: Row<T> | null,
  after: Row<T> | null,
): RowChange {
  return { table, before, after } as RowChange;
}
