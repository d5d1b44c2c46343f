import { differenceInterval, type Interval, wilsonInterval } from './interval.ts';
import { Z95 } from './normal.ts';

/** So many of so many. */
export interface Part {
  readonly part: number;
  readonly whole: number;
}

/**
 * 95 % interval of the difference of two independent proportions, first less second: Wilson's limits of each combined
 * (hybrid score, without continuity correction). Both wholes are above 0.
 *
 * @see Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
 * method 10; statsmodels confint_proportions_2indep(method="newcomb")
 */
export function newcombeInterval(first: Part, second: Part): Interval {
  const share = ({ part, whole }: Part) => ({
    value: part / whole,
    ...wilsonInterval(part, whole),
  });
  return differenceInterval(share(first), share(second));
}

/**
 * 95 % interval of the ratio of two independent proportions, first by second: normal on the logarithm. Both parts are above 0.
 *
 * @see Katz et al. (1978), Obtaining confidence intervals for the risk ratio in cohort studies, Biometrics 34;
 * scipy.stats.contingency.relative_risk
 */
export function katzInterval(first: Part, second: Part): Interval {
  const ratio = first.part / first.whole / (second.part / second.whole);
  const spread = Math.exp(
    Z95 * Math.sqrt(1 / first.part - 1 / first.whole + 1 / second.part - 1 / second.whole),
  );
  return { low: ratio / spread, high: ratio * spread };
}
