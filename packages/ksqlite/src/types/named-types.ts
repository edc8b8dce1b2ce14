import { type SqlType, STRING, struct } from './sql-type.ts';

/** What CREATE TYPE said, by name in upper case: as in ksqlDB, quotes do not keep the case of a type's name. */
export type NamedTypes = Pick<ReadonlyMap<string, SqlType>, 'get'> & Iterable<readonly [string, SqlType]>;

/** The key of a name. */
export const typeName = (name: string): string => name.toUpperCase();

/**
 * For who reads statements that another program will execute, and does not know the types there: every name is one. Two
 * types of different names are different.
 */
export const ANY_NAMED_TYPE: NamedTypes = {
  get: (name) => struct([{ name, type: STRING }]),
  [Symbol.iterator]: () => [][Symbol.iterator](),
};
