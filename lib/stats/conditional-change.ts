import type { ChiSquare } from './chi-square.ts';
import { Z95 } from './normal.ts';

/** Rows of the window for which a model said about the same, beside the baseline's. */
export interface Stratum {
  readonly rows: number;
  /** Sum of the window's labels beyond what the baseline's mean label of the stratum would have them add up to. */
  readonly excess: number;
  /** Variance of the excess, each side varying as it does itself. */
  readonly variance: number;
  /** Variance of the excess if both sides are alike. */
  readonly variancePooled: number;
}

/** The mean excess per row over all strata, with a 95 % interval; there is at least one row. */
export function conditionalChange(strata: readonly Stratum[]) {
  const rows = strata.reduce((sum, stratum) => sum + stratum.rows, 0);
  const value = strata.reduce((sum, { excess }) => sum + excess, 0) / rows;
  const variance = strata.reduce((sum, stratum) => sum + stratum.variance, 0);
  const half = (Z95 * Math.sqrt(variance)) / rows;
  return { value, low: value - half, high: value + half };
}

/**
 * Whether every stratum's excess could be chance: the squared excess over its variance, summed over groups of successive strata,
 * each joined until it is `enough`; what is left joins the last group.
 */
export function conditionalChangeTest(
  strata: readonly Stratum[],
  enough: (group: Stratum) => boolean,
): ChiSquare {
  const groups = joinUntil(strata, add, enough).filter(({ variancePooled }) => variancePooled > 0);
  return {
    statistic: groups.reduce(
      (sum, { excess, variancePooled }) => sum + excess ** 2 / variancePooled,
      0,
    ),
    degreesOfFreedom: groups.length,
    total: groups.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** Joins successive items until each joined one is enough; what is left joins the last. */
export function joinUntil<Item>(
  items: readonly Item[],
  join: (a: Item, b: Item) => Item,
  enough: (item: Item) => boolean,
): Item[] {
  const joined: Item[] = [];
  let open: Item | undefined;
  for (const item of items) {
    open = open === undefined ? item : join(open, item);
    if (!enough(open)) continue;
    joined.push(open);
    open = undefined;
  }
  if (open === undefined) return joined;
  const last = joined.pop();
  return [...joined, last === undefined ? open : join(last, open)];
}

function add(a: Stratum, b: Stratum): Stratum {
  return {
    rows: a.rows + b.rows,
    excess: a.excess + b.excess,
    variance: a.variance + b.variance,
    variancePooled: a.variancePooled + b.variancePooled,
  };
}
