/** Rows of a push or a pull query as they come, by ksqlDB's `/query-stream`. */
import { eachLines } from '../../api/lines.ts';
import { type Cell, type Column, cellsOf } from '../../ui/rows.ts';

export interface RowReader {
  readonly onColumns: (columns: readonly Column[]) => void;
  readonly onRows: (rows: readonly (readonly Cell[])[]) => void;
  /** The query ended with an error behind its rows. */
  readonly onError: (message: string) => void;
}

/** Resolves when the query has ended or was aborted. Throws ServerError for what is refused. */
export async function runQuery(
  sql: string,
  properties: Readonly<Record<string, string>>,
  { onColumns, onRows, onError }: RowReader,
  signal: AbortSignal,
): Promise<void> {
  await ask(sql, properties, signal, (lines) => {
    const rows: (readonly Cell[])[] = [];
    for (const line of lines) {
      if (line.startsWith('[')) rows.push(cellsOf(line));
      else readObject(line, onColumns, onError);
    }
    if (rows.length > 0) onRows(rows);
  });
}

/** What PRINT says, line by line. */
export const runPrint = (
  sql: string,
  onLines: (lines: readonly string[]) => void,
  signal: AbortSignal,
): Promise<void> => ask(sql, {}, signal, onLines);

const ask = (
  sql: string,
  properties: Readonly<Record<string, string>>,
  signal: AbortSignal,
  onLines: (lines: readonly string[]) => void,
): Promise<void> => {
  const accept = 'application/vnd.ksqlapi.delimited.v1';
  return eachLines('/query-stream', { body: { sql, properties }, accept, signal }, onLines);
};

function readObject(line: string, onColumns: RowReader['onColumns'], onError: RowReader['onError']): void {
  const { columnNames, columnTypes, message } = JSON.parse(line) as {
    columnNames?: readonly string[];
    columnTypes?: readonly string[];
    message?: string;
  };
  if (columnNames !== undefined)
    onColumns(columnNames.map((name, i) => ({ name, type: columnTypes?.[i] ?? '' })));
  else if (message !== undefined) onError(message);
}
