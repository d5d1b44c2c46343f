import type { ComponentChildren } from 'preact';

export interface FigureProps {
  readonly title: ComponentChildren;
  /** After the title, softer: what is drawn. */
  readonly note?: ComponentChildren;
  /** Made by `plotSvg`. */
  readonly svg: string;
  /** The numbers behind the drawing, for those who can't see it and for the pointer. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart with its caption and, folded, its numbers. */
export function Figure({ title, note, svg, heads, rows }: FigureProps) {
  return (
    <figure>
      <figcaption>
        {title} {note && <span>{note}</span>}
      </figcaption>
      <div dangerouslySetInnerHTML={{ __html: svg }} />
      <details>
        <summary>as a table</summary>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head}>{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={j}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
