import type { Column } from '../../../client/rest-client.ts';
import type { Clock } from '../../../clock/clock.ts';
import { cellText } from '../table/cell-text.ts';
import { columnWidths } from '../table/column-widths.ts';
import { naturalWidths, type Page } from '../table/format-table.ts';
import { GAP, headLines, recordLines, rowLines } from '../table/table-lines.ts';
import type { RowSink } from './output.ts';

/** The first rows are held back, so that the columns get the width that they need: this many, or this long. */
const HELD_ROWS = 200;
const HELD_MS = 150;

export interface TableSinkOptions {
  readonly lines: (texts: readonly string[]) => void;
  readonly page: Page;
  readonly clock: Clock;
}

/** A table whose rows come one by one. Columns keep the width that the first rows gave them; later cells are folded. */
export function tableSink(columns: readonly Column[], { lines, page, clock }: TableSinkOptions): RowSink {
  const heads = columns.map(({ name, type }) => ({ name, right: isNumber(type) }));
  let held: (readonly string[])[] = [];
  let write: ((cells: readonly string[]) => void) | undefined;
  let stopTimer: (() => void) | undefined;
  let count = 0;

  /** Chooses the form, and shows the head and what was held. */
  const begin = (): ((cells: readonly string[]) => void) => {
    stopTimer?.();
    const widths = columnWidths(naturalWidths(heads, held), page.width, GAP.length);
    let shown = 0;
    if (widths !== undefined) lines(headLines({ columns: heads, widths, colors: page.colors }));
    const form =
      widths === undefined
        ? (cells: readonly string[]) => lines(recordLines(heads, cells, ++shown, page.width, page.colors))
        : (cells: readonly string[]) =>
            lines(rowLines({ columns: heads, widths, colors: page.colors }, cells));
    for (const cells of held) form(cells);
    held = [];
    write = form;
    return form;
  };

  return {
    row: (row) => {
      const cells = row.map(cellText);
      count++;
      if (write !== undefined) return write(cells);
      held.push(cells);
      stopTimer ??= clock.after(HELD_MS, begin);
      if (held.length >= HELD_ROWS) begin();
    },
    end: (why) => {
      if (write === undefined) begin();
      const rows = count === 1 ? '1 row' : `${count} rows`;
      lines([page.colors.dim(why === undefined ? `(${rows})` : `(${rows}, ${why})`), '']);
    },
  };
}

const isNumber = (type: string): boolean => /^(INTEGER|BIGINT|DOUBLE|DECIMAL\b.*)$/.test(type);
