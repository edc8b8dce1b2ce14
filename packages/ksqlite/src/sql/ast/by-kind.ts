import type { Statement } from './statement.ts';

/** One kind's node. */
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

/** A function for each kind of statement: a table without one of them does not compile. */
export type ForEachKind<Args extends readonly unknown[], Result> = {
  readonly [K in Statement['kind']]: (statement: StatementOf<K>, ...args: Args) => Result;
};

/** Calls the table's function for the statement's kind. */
export function callByKind<Args extends readonly unknown[], Result>(
  table: ForEachKind<Args, Result>,
  statement: Statement,
  ...args: Args
): Result {
  // the function of a kind takes that kind's node: TypeScript can't follow this through the union
  const call = table[statement.kind] as (statement: Statement, ...args: Args) => Result;
  return call(statement, ...args);
}
