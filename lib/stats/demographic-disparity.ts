/** Accepted and rejected rows of one group, those of the sensitive facet and all of them. */
export interface Stratum {
  readonly sensitive: Decided;
  readonly all: Decided;
}

export interface Decided {
  readonly positive: number;
  readonly negative: number;
}

/**
 * The sensitive facet's share of what is rejected less its share of what is accepted, group by group, averaged over the groups
 * by their rows; in [-1, 1]. A share of nothing is 0. There is at least one row.
 *
 * `variance` takes the shares within a group as independent proportions and the groups' sizes as given.
 *
 * @see amazon-sagemaker-clarify, smclarify.bias.metrics.common.CDD; Wachter et al. (2020), Why fairness cannot be automated
 */
export function conditionalDisparity(strata: readonly Stratum[]): {
  readonly value: number;
  readonly variance: number;
} {
  const sizeOf = ({ all }: Stratum) => all.positive + all.negative;
  const rows = strata.reduce((sum, stratum) => sum + sizeOf(stratum), 0);
  let [value, variance] = [0, 0];
  for (const stratum of strata) {
    const weight = sizeOf(stratum) / rows;
    const { sensitive, all } = stratum;
    const rejected = all.negative > 0 ? sensitive.negative / all.negative : 0;
    const accepted = all.positive > 0 ? sensitive.positive / all.positive : 0;
    value += weight * (rejected - accepted);
    variance +=
      weight ** 2 *
      ((rejected * (1 - rejected)) / Math.max(1, all.negative) +
        (accepted * (1 - accepted)) / Math.max(1, all.positive));
  }
  return { value, variance };
}
