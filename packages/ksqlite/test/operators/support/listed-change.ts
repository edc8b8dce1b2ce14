import type { TableChange } from '../../../src/operators/tables/table-change.ts';
import type { Row } from '../../../src/types/sql-value.ts';

/** A table's change as values that tests compare: its rows are what stands behind the key. */
export interface ListedChange extends Pick<TableChange, 'key' | 'window' | 'ts'> {
  readonly row: Row | null;
  readonly old: Row | null;
}

export function listedChange({ key, window, ts, next, old }: TableChange): ListedChange {
  return {
    key,
    window,
    ts,
    row: next?.row.slice(key.length) ?? null,
    old: old?.row.slice(key.length) ?? null,
  };
}

/** What an operator keeps, by key and window. */
export const listedRows = (rows: Iterable<TableChange>): readonly ListedChange[] =>
  Array.from(rows, listedChange).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));

const idOf = ({ key, window }: ListedChange): string => JSON.stringify([key, window]);
