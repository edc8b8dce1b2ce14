import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/**
 * How a state that grows with its group is written: as what a record changed in it, so that a changelog grows by what is
 * new, not by all that there is.
 *
 * What must stay true: `apply(before, between(before, after))` is `after`, to the order of its entries. A change says what
 * became of the state, not what was added to it: it means the same whatever an aggregate does, or is set to, by then.
 */
export interface StateChanges {
  /** Of a change. */
  readonly type: SqlType;
  /** What turns one state into the next. undefined: the state is as well written whole. */
  between(before: SqlValue, after: SqlValue): SqlValue | undefined;
  /** Takes over `before`, which nobody uses any more. */
  apply(before: SqlValue, change: SqlValue): SqlValue;
}
