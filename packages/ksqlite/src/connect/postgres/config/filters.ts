/**
 * Which tables and columns are published. Lists of regular expressions, separated by commas, that must match the whole name, in whatever
 * case (Debezium's Predicates).
 */
export interface Filters {
  /** `schema.table` */
  readonly table: (schema: string, table: string) => boolean;
  readonly column: (schema: string, table: string, column: string) => boolean;
}

export interface FilterLists {
  readonly schemas: FilterList;
  readonly tables: FilterList;
  readonly columns: FilterList;
}
export interface FilterList {
  readonly include: readonly RegExp[] | undefined;
  readonly exclude: readonly RegExp[];
}

/** @throws SyntaxError where one is not a regular expression */
export const readList = (text: string): readonly RegExp[] =>
  // a comma behind a backslash belongs to the expression
  text
    .split(/(?<!\\),/)
    .map((each) => each.trim().replaceAll('\\,', ','))
    .filter((each) => each !== '')
    .map((each) => new RegExp(`^(?:${each})$`, 'i'));

const takes = ({ include, exclude }: FilterList, name: string): boolean =>
  (include === undefined || include.some((each) => each.test(name))) &&
  !exclude.some((each) => each.test(name));

/** Schemas of the server's own. */
const SYSTEM = /^(?:pg_|information_schema$)/;

export const filtersOf = ({ schemas, tables, columns }: FilterLists): Filters => ({
  table: (schema, table) =>
    !SYSTEM.test(schema) && takes(schemas, schema) && takes(tables, `${schema}.${table}`),
  column: (schema, table, column) => takes(columns, `${schema}.${table}.${column}`),
});
