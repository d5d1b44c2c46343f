type Row = object;

export function jsonLines(rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** A CSV of these fields; no value needs quotes. */
export function csv<T extends Row>(
  rows: readonly T[],
  fields: readonly (keyof T & string)[],
): string {
  const lines = rows.map((row) => fields.map((field) => row[field]).join());
  return `${[fields.join(), ...lines].join('\n')}\n`;
}
