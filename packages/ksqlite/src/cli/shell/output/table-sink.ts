import type { Column } from '../../../client/rest-client.ts';
import type { Clock } from '../../../clock/clock.ts';
import { cellText } from '../table/cell-text.ts';
import { columnWidths } from '../table/column-widths.ts';
import { naturalWidths, type Page } from '../table/format-table.ts';
import { GAP, headLines, recordLines, rowLines } from '../table/table-lines.ts';
import { textWidth } from '../table/text-width.ts';
import type { RowSink } from './output.ts';

/** The first rows are held back, so that the columns get the width that they need: this many, or this long. */
const HELD_ROWS = 200;
const HELD_MS = 150;

export interface TableSinkOptions {
  readonly lines: (texts: readonly string[]) => void;
  /** Asked for each row: a terminal changes its width. */
  readonly page: () => Page;
  readonly clock: Clock;
}

/**
 * A table whose rows come one by one. Columns have the width that the rows so far need: where a later one needs more, or the terminal is
 * resized, the names are shown again above it. Where nobody reads along they are not: a program reads the rest of the lines.
 */
export function tableSink(columns: readonly Column[], { lines, page, clock }: TableSinkOptions): RowSink {
  const heads = columns.map(({ name, type }) => ({ name, right: isNumber(type) }));
  let held: (readonly string[])[] = [];
  let begun = false;
  let stopTimer: (() => void) | undefined;
  let count = 0;
  let shown = 0;
  let natural: readonly number[] = [];
  /** undefined: a line a cell, for there is no room for columns. */
  let widths: readonly number[] | undefined;
  let pageWidth = 0;

  const layOut = ({ width, colors }: Page): void => {
    pageWidth = width;
    const before = widths;
    widths = columnWidths(natural, width, GAP.length);
    if (widths === undefined || isSame(widths, before)) return;
    if (shown === 0 || Number.isFinite(width)) lines(headLines({ columns: heads, widths, colors }));
  };

  const show = (cells: readonly string[]): void => {
    const now = page();
    const needs = natural.map((width, at) => Math.max(width, textWidth(cells[at] ?? '')));
    if (now.width !== pageWidth || !isSame(needs, natural)) {
      natural = needs;
      layOut(now);
    }
    shown++;
    if (widths === undefined) lines(recordLines(heads, cells, shown, now.width, now.colors));
    else lines(rowLines({ columns: heads, widths, colors: now.colors }, cells));
  };

  /** Shows the head and what was held. */
  const begin = (): void => {
    stopTimer?.();
    begun = true;
    natural = naturalWidths(heads, held);
    layOut(page());
    for (const cells of held) show(cells);
    held = [];
  };

  return {
    row: (row) => {
      const cells = row.map(cellText);
      count++;
      if (begun) return show(cells);
      held.push(cells);
      stopTimer ??= clock.after(HELD_MS, begin);
      if (held.length >= HELD_ROWS) begin();
    },
    end: (why) => {
      if (!begun) begin();
      const { colors } = page();
      const rows = count === 1 ? '1 row' : `${count} rows`;
      lines([colors.dim(why === undefined ? `(${rows})` : `(${rows}, ${why})`), '']);
    },
  };
}

const isSame = (a: readonly number[], b: readonly number[] | undefined): boolean =>
  b !== undefined && a.every((width, at) => width === b[at]);

const isNumber = (type: string): boolean => /^(INTEGER|BIGINT|DOUBLE|DECIMAL\b.*)$/.test(type);
