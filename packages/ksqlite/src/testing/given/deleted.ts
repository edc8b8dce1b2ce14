/** A row that is a deletion: see `deleted`. */
export class DeletedRow {
  readonly key: Readonly<Record<string, unknown>>;

  constructor(key: Readonly<Record<string, unknown>>) {
    this.key = key;
  }
}

/**
 * The deletion of a table's row, for `when` and `then` of a scenario.
 *
 * @param key its key columns by name; in `when` also `rowtime`, in `then` also WINDOWSTART, WINDOWEND and ROWTIME
 */
export const deleted = (key: Readonly<Record<string, unknown>>): DeletedRow => new DeletedRow(key);
