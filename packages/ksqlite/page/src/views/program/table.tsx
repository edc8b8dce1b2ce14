import type { JSX } from 'preact';
import type { ViewTable } from '../../api/answers.ts';
import { count } from '../../ui/format.ts';
import { TableFrame } from '../../ui/table-frame.tsx';

export function Table({
  piece: { title, columns, rows, empty },
}: {
  readonly piece: ViewTable;
}): JSX.Element {
  if (rows.length === 0) return <p class="muted">{empty ?? 'None.'}</p>;
  return (
    <TableFrame label={title} heads={columns.map((name) => ({ name }))}>
      {rows.map((row, i) => (
        <tr key={i}>
          {row.map((cell, n) => (
            <td key={columns[n]} class={typeof cell === 'number' ? 'num' : ''}>
              {typeof cell === 'number' ? count(cell) : (cell ?? '–')}
            </td>
          ))}
        </tr>
      ))}
    </TableFrame>
  );
}
