import { total } from './sums.ts';

/**
 * Area under the ROC curve from the scores of both classes over the same bins: the probability that a positive scores higher,
 * ties (the same bin) counted half. Needs both classes.
 *
 * @see sklearn.metrics.roc_auc_score
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
  let negativesBelow = 0;
  let wins = 0;
  positives.forEach((count, i) => {
    const ties = negatives[i] ?? 0;
    wins += count * (negativesBelow + ties / 2);
    negativesBelow += ties;
  });
  return wins / (total(positives) * negativesBelow);
}

/**
 * Average precision in its step form: each rise of recall times the precision reached there, from the highest score bin down.
 * Needs positives.
 *
 * @see sklearn.metrics.average_precision_score
 */
export function averagePrecision(
  positives: readonly number[],
  negatives: readonly number[],
): number {
  let truePositives = 0;
  let predicted = 0;
  let sum = 0;
  for (let i = positives.length - 1; i >= 0; i--) {
    const found = positives[i] ?? 0;
    truePositives += found;
    predicted += found + (negatives[i] ?? 0);
    if (found > 0) sum += (found * truePositives) / predicted;
  }
  return sum / truePositives;
}

/**
 * Where the distribution functions of both classes' scores are furthest apart: the share of each class above that edge. The
 * largest difference is the Kolmogorov-Smirnov statistic of the two. Needs both classes.
 */
export function widestSeparation(
  positives: readonly number[],
  negatives: readonly number[],
): { readonly positivesAbove: number; readonly negativesAbove: number } {
  let best = { positivesAbove: 0, negativesAbove: 0 };
  let above = { positivesAbove: 0, negativesAbove: 0 };
  const [m, n] = [total(positives), total(negatives)];
  for (let i = positives.length - 1; i > 0; i--) {
    above = {
      positivesAbove: above.positivesAbove + (positives[i] ?? 0),
      negativesAbove: above.negativesAbove + (negatives[i] ?? 0),
    };
    const gap = (counts: typeof above) => counts.positivesAbove / m - counts.negativesAbove / n;
    if (Math.abs(gap(above)) > Math.abs(gap(best))) best = above;
  }
  return best;
}
