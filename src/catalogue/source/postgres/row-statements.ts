import type { RowChange } from '../../tables/row-change.ts';
import type { Row, TableName } from '../../tables/tables.ts';

/** A text in SQL, where `standard_conforming_strings` is on. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const valueText = (value: string | number | null): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : literal(value);

type Columns = Readonly<Record<string, string | number | null>>;
const columnsOf = (row: Row): Columns => row as unknown as Columns;

/**
 * The changes of one transaction as SQL. An update sets the columns that changed alone: what others have written to other ones stays.
 * Rows of one table that are inserted one after the other are one statement.
 */
export function statementsOf(changes: readonly RowChange[]): string {
  const statements: string[] = [];
  let inserted: Row[] = [];
  let into: TableName | undefined;
  const endInsert = (): void => {
    if (into !== undefined && inserted.length > 0) statements.push(insert(into, inserted));
    inserted = [];
  };
  for (const { table, before, after } of changes) {
    const isInsert = before === null && after !== null;
    if (!isInsert || table !== into) endInsert();
    into = table;
    if (isInsert) inserted.push(after);
    else if (before !== null) statements.push(changed(table, before, after));
  }
  endInsert();
  return statements.filter((text) => text !== '').join(';\n');
}

function insert(table: TableName, rows: readonly Row[]): string {
  const values = rows.map((row) => `(${Object.values(columnsOf(row)).map(valueText).join(', ')})`);
  const names = Object.keys(rows[0] ?? {}).join(', ');
  return `INSERT INTO public.${table} (${names}) VALUES ${values.join(',\n')}`;
}

function changed(table: TableName, before: Row, after: Row | null): string {
  const where = `WHERE id = ${valueText(before.id)}`;
  if (after === null) return `DELETE FROM public.${table} ${where}`;
  const was = columnsOf(before);
  const set = Object.entries(columnsOf(after)).flatMap(([name, value]) =>
    value === was[name] ? [] : [`${name} = ${valueText(value)}`],
  );
  return set.length === 0 ? '' : `UPDATE public.${table} SET ${set.join(', ')} ${where}`;
}
