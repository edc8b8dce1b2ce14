import type { Source } from '../../../src/metastore/source.ts';
import { INTEGER, STRING } from '../../../src/types/sql-type.ts';

/** As much of a table with a key column and a number as its operators look at. */
export const TABLE = {
  name: 'T',
  topic: 't',
  keys: [{ name: 'K', type: STRING }],
  values: [{ name: 'V', type: INTEGER }],
  headers: [],
} as unknown as Source;
