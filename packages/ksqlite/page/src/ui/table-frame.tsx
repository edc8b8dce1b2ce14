import type { ComponentChildren, JSX } from 'preact';

export interface TableHead {
  readonly name: string;
  /** Of numbers: written to the right. */
  readonly isNumeric?: boolean;
  /** Such as the type of a column. */
  readonly title?: string;
}

/** A table under its heads, in a frame that is moved sideways where the table is wider than the page. */
export const TableFrame = ({
  label,
  heads,
  children,
}: {
  readonly label: string;
  readonly heads: readonly TableHead[];
  /** The rows. */
  readonly children: ComponentChildren;
}): JSX.Element => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the page is moved by the keyboard
  <section class="scroll" aria-label={label} tabIndex={0}>
    <table>
      <thead>
        <tr>
          {heads.map(({ name, isNumeric = false, title }) => (
            <th key={name} scope="col" class={isNumeric ? 'num' : ''} title={title}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);
