import type { Bench } from '../bench.ts';
import { type FigureName, figure, figureText } from '../results/figures.ts';
import type { Result } from '../results/result.ts';
import { tableText } from './table.ts';

/** The results of one bench: a row a case, medians with the spread of what is compared. */
export function resultTable(name: string, bench: Pick<Bench, 'columns'>, results: readonly Result[]): string {
  const columns = bench.columns.filter((column) => results.some(({ figures }) => column in figures));
  const rows = results.map((result) => [result.case, ...columns.map((column) => cellText(column, result))]);
  // what is true of all cases is said once
  const notes = new Set(results.flatMap((result) => result.notes));
  const noteText = (note: string): string => {
    const of = results.filter((result) => result.notes.includes(note)).map((result) => result.case);
    return `  ${of.length === results.length ? '' : `${of.join(', ')}: `}${note}\n`;
  };
  return (
    tableText([name, ...columns.map((column) => figure(column).label)], rows) +
    [...notes].map(noteText).join('')
  );
}

function cellText(column: FigureName, { figures, spread, rounds }: Result): string {
  const value = figures[column];
  if (value === undefined) return '–';
  const [low, high] = spread[column] ?? [value, value];
  const text = figureText(column, value);
  return rounds > 1 && figure(column).better !== undefined && low !== high
    ? `${text} (${figureText(column, low)}–${figureText(column, high)})`
    : text;
}
