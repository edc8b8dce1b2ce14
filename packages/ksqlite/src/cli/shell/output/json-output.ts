import { jsonText } from '../table/cell-text.ts';
import type { Output } from './output.ts';
import type { Screen } from './screen.ts';

/** One JSON a line: an entity as the server gave it, a row as `{COLUMN: value}`, a line of PRINT as `{"printed": …}`. */
export const jsonOutput = ({ write, room }: Screen): Output => ({
  entity: (entity) => write(`${JSON.stringify(entity)}\n`),
  rows: (columns) => ({
    row: (row) => write(`${jsonText(Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])))}\n`),
    end: () => undefined,
  }),
  printed: (line) => write(`${JSON.stringify({ printed: line })}\n`),
  note: () => undefined,
  room,
});
