import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';

export interface TableProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChild[])[];
}

/** Becomes a list of cards where the page is narrow. */
export function DataTable({ head, rows }: TableProps) {
  return (
    <table class="full stack">
      <thead>
        <tr>
          {head.map((one) => (
            <th key={one} scope="col">
              {one}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, j) => (
              <td key={head[j]} data-th={head[j]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A table that scrolls by itself where it is too wide, and has a name for those who hear the page. */
export function ScrolledTable({ label, ...table }: TableProps & { readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="scroll" tabIndex={0} aria-label={label}>
      <DataTable {...table} />
    </section>
  );
}

/** Its rows are made when it is unfolded, or `isWanted` for another reason: a year of windows has thousands of cells. */
export function FoldedTable({
  summary,
  isWanted = false,
  rows,
  ...table
}: Omit<TableProps, 'rows'> & {
  readonly label: string;
  readonly summary: string;
  readonly isWanted?: boolean;
  readonly rows: () => TableProps['rows'];
}) {
  const [wasOpen, setOpen] = useState(false);
  return (
    <details onToggle={() => setOpen(true)}>
      <summary>{summary}</summary>
      <ScrolledTable {...table} rows={wasOpen || isWanted ? rows() : []} />
    </details>
  );
}
