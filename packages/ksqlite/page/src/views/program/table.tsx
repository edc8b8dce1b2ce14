import type { JSX } from 'preact';
import type { ViewTable } from '../../api/answers.ts';
import { count } from '../../ui/format.ts';

export function Table({
  piece: { title, columns, rows, empty },
}: {
  readonly piece: ViewTable;
}): JSX.Element {
  if (rows.length === 0) return <p class="muted">{empty ?? 'None.'}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the page is moved by the keyboard
    <section class="scroll" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, n) => (
                <td key={columns[n]} class={typeof cell === 'number' ? 'num' : ''}>
                  {typeof cell === 'number' ? count(cell) : (cell ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
