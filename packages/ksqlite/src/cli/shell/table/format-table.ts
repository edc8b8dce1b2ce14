import type { Colors } from '../colors.ts';
import { columnWidths } from './column-widths.ts';
import { GAP, headLines, recordLines, rowLines, type TableColumn } from './table-lines.ts';
import { textWidth } from './text-width.ts';

export interface Page {
  /** Infinity where nobody reads along: then nothing is folded. */
  readonly width: number;
  readonly colors: Colors;
}

/** A table of rows that are all there. */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  page: Page,
): readonly string[] {
  const widths = columnWidths(naturalWidths(columns, rows), page.width, GAP.length);
  if (widths === undefined)
    return rows.flatMap((cells, at) => recordLines(columns, cells, at + 1, page.width, page.colors));
  const layout = { columns, widths, colors: page.colors };
  return [...headLines(layout), ...rows.flatMap((cells) => rowLines(layout, cells))];
}

/** What each column would like to have. */
export const naturalWidths = (
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): readonly number[] =>
  columns.map(({ name }, at) =>
    rows.reduce((width, cells) => Math.max(width, textWidth(cells[at] ?? '')), textWidth(name)),
  );
