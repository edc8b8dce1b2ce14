import type { SqlValue } from '../../types/sql-value.ts';

/** An ARRAY's elements; NULL has none. */
export const listOf = (list: SqlValue): readonly SqlValue[] =>
  list === null ? [] : (list as readonly SqlValue[]);
