import { jsonText } from '../table/cell-text.ts';
import type { Output } from './output.ts';
import type { Screen } from './screen.ts';

/**
 * Rows as RFC 4180 has them, below a line of their columns' names; NULL is empty, what is neither text nor a number is JSON. What other
 * statements say is as in tables.
 *
 * @param table writes that
 */
export const csvOutput = ({ write, room }: Screen, table: Output): Output => ({
  entity: table.entity,
  rows: (columns) => {
    write(lineOf(columns.map(({ name }) => name)));
    return { row: (row) => write(lineOf(row)), end: () => undefined };
  },
  printed: table.printed,
  note: () => undefined,
  room,
});

const lineOf = (cells: readonly unknown[]): string => `${cells.map(cellOf).join(',')}\r\n`;

function cellOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'string' ? cell : jsonText(cell);
  // an empty text is not NULL
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
