import type { ComponentChildren, JSX } from 'preact';

/** Its name, or its name and its classes. */
export type TableColumn = string | readonly [name: string, kind: string];

interface TableProps {
  /** Names the rows for people who do not see the table. */
  readonly label: string;
  readonly kind?: string;
  readonly columns: readonly TableColumn[];
  readonly children: ComponentChildren;
}

/** A table that scrolls by itself, with a keyboard too. */
export const Table = ({ label, kind, columns, children }: TableProps): JSX.Element => (
  <div class="scroller" tabIndex={0} role="region" aria-label={label}>
    <table class={kind}>
      <thead>
        <tr>
          <Heads columns={columns} />
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

/** The cells above the columns. */
export const Heads = ({ columns }: { readonly columns: readonly TableColumn[] }): JSX.Element => (
  <>
    {columns.map((column) => {
      const [name, kind] = typeof column === 'string' ? [column] : column;
      return (
        <th key={name} scope="col" class={kind}>
          {name}
        </th>
      );
    })}
  </>
);
