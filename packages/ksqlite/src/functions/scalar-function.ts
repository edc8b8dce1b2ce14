import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

/**
 * What is known of an argument when a statement is planned. A lambda's type is that of its body, resolved by
 * `LambdaArgument.resolve` once the function has said what its parameters are. `undefined` type: the NULL literal.
 */
export type Argument = ValueArgument | LambdaArgument;
export interface ValueArgument {
  readonly kind: 'value';
  readonly type: SqlType | undefined;
  /** The value, when the argument is a literal. */
  readonly literal?: SqlValue;
}
export interface LambdaArgument {
  readonly kind: 'lambda';
  readonly arity: number;
  /** Types the body, given the types of the parameters. Throws KsqlError when it does not fit. */
  resolve(parameters: readonly SqlType[]): SqlType | undefined;
}

/** Arguments at run time: values, or a lambda as a function. */
export type RuntimeArgument = SqlValue | ((...values: SqlValue[]) => SqlValue);

/** A function bound to its argument types: what it returns, and the code that runs per record. */
export interface BoundFunction {
  readonly returns: SqlType;
  /**
   * Pure. May throw: the engine then logs the record's expression error and continues with NULL, as ksqlDB does.
   */
  readonly call: (...args: never[]) => SqlValue;
  /** Of a function of one's own: what a stored statement counts on. See `pinned-functions.ts`. */
  readonly contract?: string;
}

export interface ScalarFunction {
  /** Upper case. */
  readonly name: string;
  readonly description: string;
  /** The file of a function of one's own, where it is known. */
  readonly path?: string | undefined;
  readonly category: string;
  /** Signatures as a person reads them, for DESCRIBE FUNCTION and messages: `SUBSTRING(text STRING, from INT, len INT)`. */
  readonly signatures: readonly string[];
  /**
   * Chooses the variant for these arguments; undefined when none fits. Functions whose result depends on other
   * than their arguments (UNIX_TIMESTAMP, RANDOM) take it from `context`.
   */
  bind(args: readonly Argument[], context: FunctionContext): BoundFunction | undefined;
}

/** What a function may use besides its arguments: injected, so that a run can be replayed. */
export interface FunctionContext {
  /** ms since the epoch */
  readonly now: () => number;
  /** uniform in [0, 1) */
  readonly random: () => number;
  /** A number that is above all that were counted up from an earlier one, in this run or before it: see sequence.ts. */
  readonly sequenceStart?: () => number;
  /** How many values COLLECT_LIST and COLLECT_SET keep at most; default: all. */
  /** NULL without a type is taken wherever any type is; default: not where the type of the result depends on it, as in ksqlDB. */
  readonly untypedNulls?: boolean;
  readonly collectLimits?: { readonly list: number; readonly set: number };
}
