/** Neighbouring places that got one value, for their own means were not in ascending order. */
export interface Pool {
  /** The first and the last place of the pool. */
  readonly first: number;
  readonly last: number;
  /** Weighted mean over the pool. */
  readonly value: number;
  /** Sum of the weights, above 0. */
  readonly weight: number;
}

/**
 * The ascending sequence that is nearest to `sums[i] / weights[i]` in weighted squares, as pools of equal value in ascending
 * order; places of weight 0 belong to none. The total of sums is kept.
 *
 * @see Barlow, Bartholomew, Bremner & Brunk (1972), Statistical Inference under Order Restrictions, 1.2: pool adjacent violators
 */
export function isotonicPools(sums: readonly number[], weights: readonly number[]): Pool[] {
  const pools: { first: number; last: number; sum: number; weight: number }[] = [];
  weights.forEach((weight, i) => {
    if (weight <= 0) return;
    let pool = { first: i, last: i, sum: sums[i] ?? 0, weight };
    // Cross-multiplied, so that equal means are equal.
    for (
      let before = pools.at(-1);
      before && before.sum * pool.weight >= pool.sum * before.weight;
      before = pools.at(-1)
    ) {
      pools.pop();
      pool = {
        first: before.first,
        last: pool.last,
        sum: before.sum + pool.sum,
        weight: before.weight + pool.weight,
      };
    }
    pools.push(pool);
  });
  return pools.map(({ sum, ...pool }) => ({ ...pool, value: sum / pool.weight }));
}
