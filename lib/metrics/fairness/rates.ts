import { Z95 } from '../../stats/normal.ts';
import { newcombeInterval, type Part } from '../../stats/two-proportions.ts';
import type { Estimate } from '../estimate.ts';

/** What the letters of the formulas mean. */
export const GROUPS = 'd: rows of this facet value, a: all other rows';

/** How SageMaker Clarify divides by nothing: 0 by 0 is 0. */
const EMPTY =
  'a group has no row that its rate would be a share of: the rate counts as 0, as in SageMaker Clarify';

/** One proportion less another, Newcombe's interval; a share of nothing is 0, as in Clarify, and leaves no interval. */
export function differenceOfProportions(first: Part, second: Part): Estimate {
  const value = divide(first) - divide(second);
  return first.whole > 0 && second.whole > 0
    ? { value, ...newcombeInterval(first, second) }
    : { value, note: EMPTY };
}

/** A quotient of two counts and the variance of its logarithm; undefined where a count is 0. */
export interface Ratio extends Part {
  readonly logVariance?: number;
}

/**
 * One quotient less another, each of two counts that need not be part and whole; normal interval by the delta method.
 *
 * As in Clarify, 0 by 0 is 0, and the difference is 0 where both are infinite; it is unknown where one is.
 */
export function differenceOfRatios(first: Ratio, second: Ratio, denominator: string): Estimate {
  const [p, q] = [divide(first), divide(second)];
  if (p === Number.POSITIVE_INFINITY && q === p)
    return {
      value: 0,
      note: `neither group has any ${denominator}: no difference, as in SageMaker Clarify`,
    };
  const value = p - q;
  if (!Number.isFinite(value)) return { value: null, reason: `a group has no ${denominator}` };
  if (first.whole === 0 || second.whole === 0) return { value, note: EMPTY };
  if (first.logVariance === undefined || second.logVariance === undefined) return { value };
  const half = Z95 * Math.sqrt(p * p * first.logVariance + q * q * second.logVariance);
  return half > 0 ? { value, low: value - half, high: value + half } : { value };
}

function divide({ part, whole }: Part): number {
  return part === 0 ? 0 : part / whole;
}
