import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Cell, type Column, isNumeric, shownCell } from './rows.ts';
import { TableFrame } from './table-frame.tsx';

export interface TableRow {
  readonly id: string;
  /** What stands before the columns, such as an offset. */
  readonly head: readonly string[];
  readonly cells: readonly Cell[];
  /** In place of the columns: why there are none. */
  readonly error?: string | undefined;
}

/** Rows under their columns. Long values are cut, and a click on a row shows them whole. */
export function RowsTable({
  label,
  head = [],
  columns,
  rows,
}: {
  readonly label: string;
  readonly head?: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}): JSX.Element {
  const open = useSignal('');
  return (
    <TableFrame
      label={label}
      heads={[
        ...head.map((name) => ({ name, isNumeric: true })),
        ...columns.map((column) => ({ name: column.name, isNumeric: isNumeric(column), title: column.type })),
      ]}
    >
      {rows.map((row) => (
        <tr
          key={row.id}
          onClick={() => {
            open.value = open.value === row.id ? '' : row.id;
          }}
        >
          {row.head.map((text, i) => (
            <td key={head[i]} class="num muted">
              {text}
            </td>
          ))}
          {row.error !== undefined ? (
            <td colSpan={Math.max(1, columns.length)}>
              <span class="chip bad">can’t be read</span> {row.error}
            </td>
          ) : (
            columns.map((column, i) => {
              const cell = row.cells[i] ?? 'null';
              const look = `cell ${isNumeric(column) ? 'num' : ''} ${open.value === row.id ? 'open' : ''}`;
              return (
                <td key={column.name} class={look}>
                  {cell === 'null' ? <span class="null">null</span> : shownCell(cell)}
                </td>
              );
            })
          )}
        </tr>
      ))}
    </TableFrame>
  );
}
