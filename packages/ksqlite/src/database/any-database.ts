import type { Database } from './database.ts';

/** A database, whatever its types: one that was opened with them takes other rows than one without. */
export type AnyDatabase = Omit<Database, 'insert' | 'query'>;
