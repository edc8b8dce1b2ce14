import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** A table function bound to its argument types. */
export interface BoundTableFunction {
  /** The type of the one column that comes out. */
  readonly returns: SqlType;
  /** The rows that a call makes, in order. */
  readonly rows: (args: readonly SqlValue[]) => readonly SqlValue[];
  /** Of a function of one's own: what a stored statement counts on. See `pinned-functions.ts`. */
  readonly contract?: string;
}

/** A function that makes several rows of one: it stands in the SELECT list of a stream. */
export interface TableFunction {
  /** Upper case. */
  readonly name: string;
  readonly description: string;
  /** The file of a function of one's own, where it is known. */
  readonly path?: string | undefined;
  readonly signatures: readonly string[];
  /** undefined when no variant fits; an argument's type is undefined for NULL. */
  bind(types: readonly (SqlType | undefined)[]): BoundTableFunction | undefined;
}
