import { columnsOf, type Source } from '../../metastore/source.ts';
import type { ColumnReference } from '../../sql/ast/expression.ts';
import type { Identifier, Span } from '../../sql/ast/span.ts';
import { BIGINT, INTEGER, type SqlType } from '../../types/sql-type.ts';
import { isInternal } from './internal-columns.ts';

/**
 * What a column is to the statement: a key column, a value column, or a pseudo column, which is not part of `*`:
 * ROWTIME and its like, and columns of the engine's own.
 */
export type ColumnRole = 'key' | 'value' | 'pseudo';

/** A column that expressions may name. It does not say where its value lies: only a layout knows that. */
export interface SchemaColumn {
  /** The source's alias in the FROM clause; empty: of none of them. */
  readonly alias: string;
  readonly name: string;
  readonly type: SqlType;
  readonly role: ColumnRole;
}

/** The columns that one step of a plan gives out, in order; (alias, name) is unique. */
export type Schema = readonly SchemaColumn[];

/** The columns of a source under an alias: its own, then ROWTIME and its like, then the bounds of its windows. */
export function sourceSchema(source: Source, alias: string): Schema {
  const own = columnsOf(source).map(
    ({ name, type }, i): SchemaColumn => ({
      alias,
      name,
      type,
      role: isInternal(name) ? 'pseudo' : i < source.keys.length ? 'key' : 'value',
    }),
  );
  // PARTITION BY ROWTIME makes a key column of that name (as in ksqlDB): it is what the name means then
  const pseudo = pseudoColumns(alias).filter(({ name }) => own.every((column) => column.name !== name));
  return [...own, ...pseudo, ...(source.window === undefined ? [] : windowBounds(alias))];
}

const pseudo = (alias: string, name: string, type: SqlType): SchemaColumn => ({
  alias,
  name,
  type,
  role: 'pseudo',
});

/** What every record of a topic says besides its columns. */
export const pseudoColumns = (alias: string): Schema => [
  pseudo(alias, 'ROWTIME', BIGINT),
  pseudo(alias, 'ROWPARTITION', INTEGER),
  pseudo(alias, 'ROWOFFSET', BIGINT),
];

/** ms since the epoch; a session's end is its last record. */
export const windowBounds = (alias: string): Schema => [
  pseudo(alias, 'WINDOWSTART', BIGINT),
  pseudo(alias, 'WINDOWEND', BIGINT),
];

/** The columns once they have gone through an internal topic: none is a key there any more. */
export const withoutKeys = (schema: Schema): Schema =>
  schema.map((column) => (column.role === 'key' ? { ...column, role: 'value' } : column));

/** A reference that names exactly this column. */
export function referenceTo(column: Pick<SchemaColumn, 'alias' | 'name'>, span: Span): ColumnReference {
  const identifier = (text: string): Identifier => ({ text, quoted: true, span });
  return {
    kind: 'ColumnReference',
    source: column.alias === '' ? undefined : identifier(column.alias),
    name: identifier(column.name),
    span,
  };
}
