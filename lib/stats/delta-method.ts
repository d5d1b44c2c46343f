import { type ConfusionScore, type ConfusionTable, type Margins, marginsOf } from './confusion.ts';
import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';
import { total } from './sums.ts';

/** Larger tables have no interval: 50 classes. */
export const LARGEST_TABLE = 2500;

/** Rows that are spread evenly over the cells first, as many as Wilson's interval adds: no table is then taken for certain. */
const ADDED_ROWS = Z95 * Z95;

/** Relative width of the steps that derivatives are taken by. */
const STEP = 1e-5;

/**
 * Interval of a score of a confusion table whose rows are independent draws: the normal interval around the score of the table
 * with `ADDED_ROWS` more. Null beyond `LARGEST_TABLE` cells. It may leave the score's range, or lack the score itself.
 *
 * @see Agresti & Coull (1998), Approximate is better than "exact", The American Statistician 52, for the added rows
 */
export function confusionInterval(table: ConfusionTable, score: ConfusionScore): Interval | null {
  const cells = table.length ** 2;
  if (cells > LARGEST_TABLE) return null;
  const padded = table.map((row) => row.map((count) => count + ADDED_ROWS / cells));
  const center = score(marginsOf(padded));
  const half = Z95 * deltaStandardError(padded, score);
  return { low: center - half, high: center + half };
}

/**
 * Standard error of a score of multinomial counts, to first order.
 *
 * A score depends on the cells through 3 margins a class, so its slope along a cell is the sum of those along the cell's margins:
 * no more work than the table has cells.
 *
 * @see Agresti (2013), Categorical Data Analysis, 16.1.3
 */
export function deltaStandardError(table: ConfusionTable, score: ConfusionScore): number {
  const rows = total(table.map(total));
  const shares = table.map((row) => row.map((count) => count / rows));
  const slopes = slopesOf(marginsOf(shares), score);
  let mean = 0;
  let meanSquare = 0;
  shares.forEach((row, i) => {
    row.forEach((share, j) => {
      const agreed = i === j ? (slopes.agreed[i] ?? 0) : 0;
      const slope = (slopes.actual[i] ?? 0) + (slopes.predicted[j] ?? 0) + agreed;
      mean += share * slope;
      meanSquare += share * slope * slope;
    });
  });
  return Math.sqrt(Math.max(0, meanSquare - mean * mean) / rows);
}

/** Partial derivatives by every margin, by central differences. */
function slopesOf(margins: Margins, score: ConfusionScore): Margins {
  const along = (name: keyof Margins) =>
    margins[name].map((share, k) => {
      const step = STEP * Math.max(share, 1e-6);
      const at = (moved: number) =>
        score({ ...margins, [name]: margins[name].with(k, share + moved) });
      return (at(step) - at(-step)) / (2 * step);
    });
  return { agreed: along('agreed'), actual: along('actual'), predicted: along('predicted') };
}
