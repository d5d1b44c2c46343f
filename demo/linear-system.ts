/** The x of `matrix` x = `right`, by Gauss-Jordan elimination with partial pivoting. @throws RangeError if singular. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let step = 0; step < rows.length; step++) {
    const pivot = rows
      .slice(step)
      .reduce((best, row) => (size(row, step) > size(best, step) ? row : best));
    if (!(size(pivot, step) > 0)) throw new RangeError(`column ${step} depends on the others`);
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(step, 0, pivot);
    for (const row of rows)
      if (row !== pivot) subtract(row, pivot, (row[step] ?? 0) / (pivot[step] ?? 1));
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}

const size = (row: readonly number[], column: number): number => Math.abs(row[column] ?? 0);

function subtract(row: number[], pivot: readonly number[], factor: number): void {
  for (const [i, value] of pivot.entries()) row[i] = (row[i] ?? 0) - factor * value;
}
