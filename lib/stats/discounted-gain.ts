/**
 * Normalised discounted cumulative gain of ordering things by `scores`: sum of gain / log2(place + 1), divided by the largest
 * possible. From 0 to 1, and 1 exactly where the order is that of the gains. Things of equal score share the mean of their gains.
 * NaN where all gains are 0.
 *
 * @see sklearn.metrics.ndcg_score
 */
export function normalisedDiscountedGain(
  gains: readonly number[],
  scores: readonly number[],
): number {
  return discountedGain(gains, scores) / discountedGain(gains, gains);
}

function discountedGain(gains: readonly number[], scores: readonly number[]): number {
  const order = scores.map((score, i) => ({ score, gain: gains[i] ?? 0 }));
  order.sort((a, b) => b.score - a.score);
  let sum = 0;
  for (let start = 0; start < order.length; ) {
    const score = order[start]?.score;
    let end = start;
    let gain = 0;
    let discounts = 0;
    for (; end < order.length && order[end]?.score === score; end++) {
      gain += order[end]?.gain ?? 0;
      discounts += 1 / Math.log2(end + 2);
    }
    sum += (gain / (end - start)) * discounts;
    start = end;
  }
  return sum;
}
