import type { Colors } from '../colors.ts';
import { splitAtWidth, textWidth } from './text-width.ts';

export interface TableColumn {
  readonly name: string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
}

export interface TableLayout {
  readonly columns: readonly TableColumn[];
  readonly widths: readonly number[];
  readonly colors: Colors;
}

export const GAP = ' | ';
const RULE = '-+-';

/** The names, and a rule below them. */
export function headLines(layout: TableLayout): readonly string[] {
  const names = layout.columns.map(({ name }) => name);
  const last = layout.widths.length - 1;
  // Where nothing is folded, the last column may hold a whole statement.
  const rule = layout.widths
    .map((width, at) => '-'.repeat(at === last ? Math.min(width, 80) : width))
    .join(RULE);
  return [...rowLines(layout, names, layout.colors.bold), rule];
}

/** A row, in as many lines as its longest cell needs. */
export function rowLines(
  { columns, widths }: TableLayout,
  cells: readonly string[],
  paint: (text: string) => string = (text) => text,
): readonly string[] {
  const folded = columns.map((_, at) => fold(cells[at] ?? '', widths[at] ?? 1));
  const height = Math.max(1, ...folded.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ right }, at) => {
        const text = folded[at]?.[line] ?? '';
        const blank = ' '.repeat(Math.max(0, (widths[at] ?? 0) - textWidth(text)));
        return right === true ? blank + paint(text) : paint(text) + blank;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Rows that are too wide for columns: a line a cell. */
export function recordLines(
  columns: readonly TableColumn[],
  cells: readonly string[],
  nth: number,
  width: number,
  colors: Colors,
): readonly string[] {
  const names = Math.max(...columns.map(({ name }) => textWidth(name)));
  const room = Math.max(8, width - names - GAP.length);
  return [
    colors.bold(`-[ ${nth} ]${'-'.repeat(Math.max(0, Math.min(width, 60) - 5 - String(nth).length))}`),
    ...columns.flatMap(({ name }, at) =>
      fold(cells[at] ?? '', room).map((text, line) => {
        const label = line === 0 ? name : '';
        return `${colors.bold(label)}${' '.repeat(names - textWidth(label))}${GAP}${text}`.trimEnd();
      }),
    ),
  ];
}

function fold(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  do {
    const [line, more] = textWidth(rest) <= width ? [rest, ''] : splitAtWidth(rest, width);
    lines.push(line);
    rest = more;
  } while (rest !== '');
  return lines;
}
