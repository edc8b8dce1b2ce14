import type { Signature } from '../../functions/signature/variant.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { CheckedArgs } from './sql-text-values.ts';

/**
 * A function of one's own, for `openDatabase(…, { functions: [ … ] })`: `scalarFunction`, `aggregateFunction` and
 * `tableFunction` make one. Several of one name and kind are one function with several variants.
 */
export type OwnFunction = OwnScalar | OwnAggregate | OwnTable;

/** A type that follows from those of the arguments, which are texts such as `DECIMAL(8, 2)`; of a NULL without a type: `NULL`. */
export type TypeProvider = (...types: string[]) => string;

interface OwnBase extends Signature {
  /** Tells functions from what else a module may export, also those of another copy of this package. */
  readonly brand: typeof BRAND;
  /** In capitals. */
  readonly name: string;
  readonly description: string;
  /** `NAME(BIGINT, VARCHAR...)`: which of several variants it is. */
  readonly signature: string;
  /** With the names of the arguments, for people. */
  readonly shown: string;
  readonly returns: SqlType | TypeProvider;
  /** Whether it is called with NULLs. */
  readonly takesNull: boolean;
  /** The file that it came from, as DESCRIBE FUNCTION says it. */
  readonly path?: string;
}

export interface OwnScalar extends OwnBase {
  readonly kind: 'scalar';
  readonly category: string;
  readonly call: (...args: never[]) => unknown;
}

export interface OwnAggregate extends OwnBase {
  readonly kind: 'aggregate';
  readonly state: SqlType | TypeProvider;
  readonly initial: () => unknown;
  readonly add: (...args: never[]) => unknown;
  readonly undo: ((...args: never[]) => unknown) | undefined;
  readonly merge: ((...args: never[]) => unknown) | undefined;
  readonly result: ((...args: never[]) => unknown) | undefined;
}

export interface OwnTable extends OwnBase {
  readonly kind: 'table';
  readonly rows: (...args: never[]) => unknown;
}

export const BRAND = 'ksqlite function';

/** Whether a value, of a module's exports, is a function for SQL. */
export const isOwnFunction = (value: unknown): value is OwnFunction =>
  typeof value === 'object' && value !== null && (value as Partial<OwnFunction>).brand === BRAND;

/** What all three kinds declare. */
export interface FunctionDeclaration<Args extends readonly string[]> {
  /** Of letters, digits and underscores; SQL writes it in any case. No function of ksqlDB has it. */
  readonly name: string;
  /** For DESCRIBE FUNCTION. */
  readonly description?: string;
  /**
   * The types of its arguments: `['BIGINT', 'ARRAY<VARCHAR>']`. `DECIMAL` without digits takes every DECIMAL, `ANY` every type; the last
   * one may be repeated: `'VARCHAR...'`.
   */
  readonly args: Args & CheckedArgs<Args>;
  /** Their names, for DESCRIBE FUNCTION, in small letters. */
  readonly argNames?: readonly string[];
  /** Whether it is called with NULLs, which are `null`. Default: a NULL is the answer for a NULL, without a call. */
  readonly takesNull?: boolean;
}
