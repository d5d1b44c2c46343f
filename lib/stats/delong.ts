import { hanleyMcNeilInterval, type Interval, logitInterval, wilsonInterval } from './interval.ts';
import { areaUnderRoc } from './ranking.ts';
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

/**
 * Interval of that area, on the logit scale. Where no pair is in the wrong order, or every one, Wilson's over the smaller class;
 * where a class has one row, Hanley and McNeil's.
 *
 * @see Pepe (2003), The Statistical Evaluation of Medical Tests for Classification and Prediction, 5.2.4, for the logit
 */
export function areaUnderRocInterval(
  positives: readonly number[],
  negatives: readonly number[],
): Interval {
  const area = areaUnderRoc(positives, negatives);
  const smaller = Math.min(total(positives), total(negatives));
  if (area <= 0 || area >= 1) return wilsonInterval(area * smaller, smaller);
  return smaller < 2
    ? hanleyMcNeilInterval(area, total(positives), total(negatives))
    : logitInterval(area, deLongStandardError(positives, negatives));
}
