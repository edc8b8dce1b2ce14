/** Rows of values for people and for files. A cell is a value's JSON text, as the server wrote it; all pure. */

export interface Column {
  readonly name: string;
  readonly type: string;
}

export type Cell = string;

const NUMBERS = /^(INTEGER|INT|BIGINT|DOUBLE|DECIMAL)/i;
export const isNumeric = ({ type }: Column): boolean => NUMBERS.test(type);

/** What a person reads: a text without its quotes. */
export function shownCell(cell: Cell): string {
  if (!cell.startsWith('"')) return cell;
  try {
    return String(JSON.parse(cell));
  } catch {
    return cell;
  }
}

export function csvOf(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) => row.map((cell) => (cell === 'null' ? '' : shownCell(cell)))),
  ];
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** Quoted where it must be; what a spreadsheet would take for a formula is a text. */
function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A JSON array of objects; numbers keep all their digits, because their texts are taken over. */
export function jsonOf(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const objects = rows.map(
    (row) => `  {${columns.map(({ name }, i) => `${JSON.stringify(name)}: ${row[i] ?? 'null'}`).join(', ')}}`,
  );
  return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`;
}

/** The elements of a JSON array as texts, without reading numbers: what is too large for one keeps its digits. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: string[] = [];
  let depth = 0;
  let from = 1;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '"') i = endOfText(line, i);
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    const isEnd = depth === 0 && char === ']';
    if ((char === ',' && depth === 1) || isEnd) {
      const cell = line.slice(from, i).trim();
      if (cell !== '' || cells.length > 0) cells.push(cell);
      from = i + 1;
      if (isEnd) break;
    }
  }
  return cells;
}

/** Where the text that begins at a quote ends. */
function endOfText(line: string, start: number): number {
  let i = start + 1;
  while (i < line.length && line[i] !== '"') i += line[i] === '\\' ? 2 : 1;
  return i;
}
