/** Of a stream or a table. */
export interface SourceTypes {
  /** What `SELECT *` gives. */
  readonly row: object;
  readonly key: object;
  /** never: rows can't be inserted. */
  readonly insert: object;
}

/** By name, as `ksqlite types` writes it. */
export type SchemaTypes = { readonly [Name: string]: SourceTypes };

/** A name as SQL reads it: in capitals, or in small letters for those. */
export type SourceName<Types> = string extends keyof Types
  ? string
  : (keyof Types & string) | Lowercase<keyof Types & string>;

/** A row for `insert`; its columns' names may be in small letters. */
export type InsertRow<Types, Name extends string> = string extends keyof Types
  ? object
  : Name extends keyof Types
    ? Insert<Types[Name]>
    : Uppercase<Name> extends keyof Types
      ? Insert<Types[Uppercase<Name>]>
      : never;

type Insert<Source> = Source extends { insert: infer Columns } ? InEitherCase<Columns> : never;
type InEitherCase<Columns> = [Columns] extends [never]
  ? never
  : { readonly [Name in keyof Columns & string as Name | Lowercase<Name>]?: Columns[Name] };
