/** INSERT INTO of what a form holds; pure. */
import type { CatalogueColumn } from '../../api/answers.ts';

const TEXTS = /^(VARCHAR|STRING|TIMESTAMP|DATE|TIME|BYTES)/i;
const NUMBERS = /^(INTEGER|INT|BIGINT|DOUBLE|DECIMAL)/i;

export const canInsert = ({ role }: CatalogueColumn): boolean => role !== 'header';

/**
 * Columns that were left empty are left out. Arrays, maps and structures are taken as they were written, as SQL.
 *
 * @param values by the names of columns
 */
export function insertStatement(
  source: string,
  columns: readonly CatalogueColumn[],
  values: ReadonlyMap<string, string>,
): string {
  const given = columns.filter((column) => canInsert(column) && (values.get(column.name) ?? '') !== '');
  const names = given.map(({ name }) => quoted(name));
  const texts = given.map(({ name, type }) => valueText(values.get(name) ?? '', type));
  return `INSERT INTO ${quoted(source)} (${names.join(', ')}) VALUES (${texts.join(', ')});`;
}

/** What is no number is given as a text: the server says what is wrong with it. */
function valueText(text: string, type: string): string {
  if (TEXTS.test(type)) return literal(text);
  if (NUMBERS.test(type))
    return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text.trim()) ? text.trim() : literal(text);
  return text;
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
