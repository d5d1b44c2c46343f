import { hanleyMcNeilError, type Interval, logitInterval, wilsonInterval } from './interval.ts';
import { Z95 } from './normal.ts';
import { areaUnderRoc } from './ranking.ts';
import { studentQuantile } from './student.ts';
import { total } from './sums.ts';

/**
 * Standard error of the area under the ROC curve of two classes' scores over the same bins; exact for binned scores, a tie being
 * the same bin. Needs two rows of each class.
 *
 * @see DeLong, DeLong & Clarke-Pearson (1988), Comparing the areas under two or more correlated ROC curves, Biometrics 44
 */
export function deLongStandardError(
  positives: readonly number[],
  negatives: readonly number[],
): number {
  const area = areaUnderRoc(positives, negatives);
  const m = total(positives);
  const n = total(negatives);
  let positivesBelow = 0;
  let negativesBelow = 0;
  let positiveSquares = 0;
  let negativeSquares = 0;
  positives.forEach((count, i) => {
    const others = negatives[i] ?? 0;
    // The share of the other class that a row of this bin is on the right side of.
    const aboveNegatives = (negativesBelow + others / 2) / n;
    const belowPositives = 1 - (positivesBelow + count / 2) / m;
    positiveSquares += count * (aboveNegatives - area) ** 2;
    negativeSquares += others * (belowPositives - area) ** 2;
    positivesBelow += count;
    negativesBelow += others;
  });
  return Math.sqrt(positiveSquares / (m - 1) / m + negativeSquares / (n - 1) / n);
}

/** Fewer rows of a class tell how much they vary so badly that another estimate stands beside theirs. */
const FEW = 20;

/**
 * Interval of that area, on the logit scale, as wide as so few rows of the smaller class make it (Student). Where no pair is in the
 * wrong order, or every one, Wilson's over the smaller class. Few rows may happen to agree: their error is then at least Hanley and
 * McNeil's of an area nearer to the middle. One row of a class says nothing.
 *
 * @see Pepe (2003), The Statistical Evaluation of Medical Tests for Classification and Prediction, 5.2.4, for the logit
 */
export function areaUnderRocInterval(
  positives: readonly number[],
  negatives: readonly number[],
): Interval {
  const area = areaUnderRoc(positives, negatives);
  const [m, n] = [total(positives), total(negatives)];
  const smaller = Math.min(m, n);
  if (smaller < 2) return { low: 0, high: 1 };
  if (area <= 0 || area >= 1) return wilsonInterval(area * smaller, smaller);
  const middling = (area * smaller + 0.5) / (smaller + 1);
  const least = smaller < FEW ? hanleyMcNeilError(middling, m, n) : 0;
  const error = Math.max(deLongStandardError(positives, negatives), least);
  return logitInterval(area, (error * studentQuantile(Z95, smaller - 1)) / Z95);
}
