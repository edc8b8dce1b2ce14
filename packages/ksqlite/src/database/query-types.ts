import type { RowObject } from './values/value.ts';

/**
 * The rows of a query, as far as TypeScript reads its text: of `SELECT * FROM name …` they are those of that source, for a push and a pull
 * query, with WHERE and LIMIT. Of all else, and where the text is no literal: any columns.
 *
 * @typeParam Types what `ksqlite types` wrote
 */
export type QueryRow<Types, Sql extends string> = string extends keyof Types
  ? RowObject
  : Words<Sql> extends readonly [
        infer Select extends string,
        '*',
        infer From extends string,
        infer Name,
        infer End,
      ]
    ? [Uppercase<Select>, Uppercase<From>, ChangesColumns<End>] extends ['SELECT', 'FROM', false]
      ? RowOf<Types, Name>
      : RowObject
    : RowObject;

/** A name as SQL reads it: in capitals, or exactly as it is in backticks. */
type RowOf<Types, Name> = Name extends `\`${infer Exact}\``
  ? Row<Types, Exact>
  : Name extends string
    ? Row<Types, Uppercase<Name>>
    : RowObject;
type Row<Types, Name> = Name extends keyof Types
  ? Types[Name] extends { row: infer Columns extends object }
    ? Columns
    : RowObject
  : RowObject;

/** A join has the columns of both, and PARTITION BY may add one. A word of these in a text counts, too: that only costs the types. */
type ChangesColumns<End> = End extends string
  ? Uppercase<End> extends `${string}JOIN${string}` | `${string}PARTITION${string}`
    ? true
    : false
  : true;

/** The first four words, and what is behind them; of fewer: nothing. */
type Words<Text extends string> = Four<Blanks<Text>>;
type Four<Text extends string> =
  Trim<Text> extends `${infer A} ${infer B}`
    ? Trim<B> extends `${infer Star} ${infer C}`
      ? Trim<C> extends `${infer From} ${infer D}`
        ? Trim<D> extends `${infer Name} ${infer End}`
          ? readonly [A, Star, From, Name, End]
          : readonly []
        : readonly []
      : readonly []
    : readonly [];

/** With a blank for the end of a line and for `;`, and one at the end. */
type Blanks<Text extends string> = `${Replaced<Replaced<Replaced<Text, '\n'>, '\t'>, ';'>} `;
type Replaced<Text extends string, Part extends string> = Text extends `${infer Before}${Part}${infer After}`
  ? Replaced<`${Before} ${After}`, Part>
  : Text;
type Trim<Text extends string> = Text extends ` ${infer Rest}` ? Trim<Rest> : Text;
