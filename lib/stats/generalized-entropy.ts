/** The counts of a binary confusion matrix. */
export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/**
 * Generalised entropy index with alpha = 2 of the benefit `predicted - actual + 1` of each row: half the squared coefficient of
 * variation. 0 where all rows benefit alike; null where no row has any benefit, that is, where all are false negatives.
 *
 * `variance` is by the delta method over the counts of the three benefits.
 *
 * @see amazon-sagemaker-clarify, smclarify.bias.metrics.common.GE; Speicher et al. (2018), A unified approach to quantifying
 * algorithmic unfairness
 */
export function generalizedEntropy(
  confusion: Confusion,
): { readonly value: number; readonly variance: number } | null {
  const counts = [
    confusion.falseNegative,
    confusion.truePositive + confusion.trueNegative,
    confusion.falsePositive,
  ];
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const moment = (f: (benefit: number) => number) =>
    counts.reduce((sum, count, benefit) => sum + count * f(benefit), 0) / rows;
  const mean = moment((benefit) => benefit);
  if (!(mean > 0)) return null;
  const square = moment((benefit) => benefit ** 2);
  const influence = (benefit: number) =>
    (benefit ** 2 - square) / (2 * mean ** 2) - (square * (benefit - mean)) / mean ** 3;
  return {
    value: Math.max(0, (square / mean ** 2 - 1) / 2),
    variance: moment((benefit) => influence(benefit) ** 2) / rows,
  };
}
