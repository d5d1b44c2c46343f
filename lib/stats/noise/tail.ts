/** The share of a sample that its tail is fitted to. */
const SHARE = 0.1;
/** A shape that is fitted to a hundred values is off by 0.12: below twice that the tail is taken to be exponential. */
const LEAST_SHAPE = 0.25;
/** Beyond, not even the mean of the excess is there. */
const LARGEST_SHAPE = 0.95;

/** A sample, and the generalised Pareto distribution of what its largest tenth exceeds the rest by. */
export interface Tail {
  readonly ascending: readonly number[];
  /** Where the tail begins, and its mean excess over that. */
  readonly start: number;
  readonly excess: number;
  /** 0: exponential; above: it falls off as a power. */
  readonly shape: number;
}

/** @see Hosking & Wallis (1987), Parameter and quantile estimation for the generalized Pareto distribution, Technometrics 29 */
export function tailOf(sample: readonly number[]): Tail {
  const ascending = [...sample].sort((a, b) => a - b);
  const from = Math.floor(ascending.length * (1 - SHARE));
  const start = ascending[from] ?? 0;
  const excesses = ascending.slice(from).map((value) => value - start);
  const count = excesses.length;
  const sum = (weightOf: (i: number) => number) =>
    excesses.reduce((all, excess, i) => all + excess * weightOf(i), 0) / count;
  const excess = sum(() => 1);
  // Of the mean of excess times the probability to exceed it, at Hosking's plotting positions.
  const weighted = sum((i) => 1 - (i + 1 - 0.35) / count);
  const fitted = excess > 0 ? 2 - excess / (excess - 2 * weighted) : 0;
  const isHeavy = fitted > LEAST_SHAPE || excess - 2 * weighted <= 0;
  const shape = isHeavy ? Math.min(LARGEST_SHAPE, Math.max(fitted, LEAST_SHAPE)) : 0;
  return { ascending, start, excess, shape };
}

/**
 * Probability of at least `statistic`: of the sample where it reaches, of its tail beyond; never less than what the sample's own
 * largest values say, which may be few that are far away from all others.
 */
export function tailSurvival(tail: Tail, statistic: number, leastExcess = 0): number {
  const { ascending, start, shape } = tail;
  const count = ascending.length;
  const reached = count - firstAtLeast(ascending, statistic);
  if (statistic <= start) return reached / count;
  const excess = Math.max(tail.excess, leastExcess);
  const over = statistic - start;
  const fitted =
    excess === 0
      ? 0
      : shape === 0
        ? SHARE * Math.exp(-over / excess)
        : SHARE * (1 + (shape * over) / (excess * (1 - shape))) ** (-1 / shape);
  return reached > 0 ? Math.max(fitted, (reached + 1) / (count + 1)) : fitted;
}

/** Place of the first of ascending values that is at least `value`. */
function firstAtLeast(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
