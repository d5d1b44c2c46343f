import { cumulativeShares, total } from './sums.ts';

/**
 * The two-sample Cramér-von Mises statistic of two count vectors over the same bins: nm/(n+m) times the mean of (F - G)^2 over the
 * values of both samples; at least 0, symmetric.
 *
 * Where no two values are equal and each has a bin of its own it is scipy.stats.cramervonmises_2samp's. Of equal values SciPy
 * ranks one sample by midranks and the other not, and so grows without bound for two samples of one distribution and of different
 * size; the integral stays 0.
 *
 * @see Anderson (1962), On the distribution of the two-sample Cramér-von Mises criterion, Annals of Mathematical Statistics 33
 */
export function cramerVonMisesStatistic(
  reference: readonly number[],
  current: readonly number[],
): number {
  const n = total(reference);
  const m = total(current);
  const f = cumulativeShares(reference);
  const g = cumulativeShares(current);
  const sum = reference.reduce(
    (all, count, i) => all + (count + (current[i] ?? 0)) * ((f[i] ?? 0) - (g[i] ?? 0)) ** 2,
    0,
  );
  return (sum * (n / (n + m)) * m) / (n + m);
}

/** What the statistic would be expected to be by chance: exactly its mean over all ways of dealing the values to the two samples. */
export function expectedCramerVonMises(
  reference: readonly number[],
  current: readonly number[],
): number {
  const { shares, below, rows } = pooled(reference, current);
  const sum = shares.reduce((all, share, i) => all + share * spread(below[i]), 0);
  return rows > 1 ? (sum * rows) / (rows - 1) : 0;
}

/**
 * Probability that the statistic would be at least as large by chance, from its limiting distribution, moved and stretched to the mean
 * and variance that it has at these sizes. Without equal values it is scipy.stats.cramervonmises_2samp(method="asymptotic");
 * equal values lower mean and variance.
 */
export function cramerVonMisesP(reference: readonly number[], current: readonly number[]): number {
  const statistic = cramerVonMisesStatistic(reference, current);
  const variance = varianceByChance(reference, current);
  if (statistic === 0 || variance <= 0) return 1;
  const excess = statistic - expectedCramerVonMises(reference, current);
  return cramerVonMisesSurvival(1 / 6 + excess / Math.sqrt(45 * variance));
}

/** @see Anderson (1962), (14); times what equal values leave of the limit's variance */
function varianceByChance(reference: readonly number[], current: readonly number[]): number {
  const n = total(reference);
  const m = total(current);
  const { shares, below, rows } = pooled(reference, current);
  const distinct = (rows + 1) * (4 * rows - (3 * n) / m - (3 * m) / n - 2);
  const limitOfDistinct = (1 - 1 / rows ** 2) * (1 + 7 / (2 * rows ** 2));
  let [limit, before] = [0, 0];
  shares.forEach((share, i) => {
    const h = below[i] ?? 0;
    limit += 2 * share * (1 - h) ** 2 * before + (share * h * (1 - h)) ** 2;
    before += share * h * h;
  });
  return (distinct / (180 * rows * rows)) * ((90 * limit) / limitOfDistinct);
}

/**
 * Probability that the limiting distribution of the statistic exceeds x.
 *
 * Each integral of Smirnov's series ends in two singularities of the inverse root, which the substitution s = c + (pi/2) sin t removes.
 *
 * @see Smirnov (1936); Durbin (1973), Distribution theory for tests based on the sample distribution function, 4.4
 */
export function cramerVonMisesSurvival(x: number): number {
  // Below this the distribution function is less than 1e-15.
  if (x < 0.003) return 1;
  let sum = 0;
  for (let j = 1; ; j++) {
    const center = (2 * j - 0.5) * Math.PI;
    if ((x * (center - Math.PI / 2) ** 2) / 2 > 745) break;
    let integral = 0;
    for (let node = 0; node < NODES; node++) {
      const t = ((node + 0.5) / NODES - 0.5) * Math.PI;
      const u = (Math.PI / 2) * Math.sin(t);
      const s = center + u;
      integral += (Math.exp((-x * s * s) / 2) * Math.cos(t)) / Math.sqrt(s * Math.cos(u));
    }
    const term = (integral * Math.PI) / NODES;
    sum += j % 2 === 1 ? term : -term;
    if (term < 1e-17 * sum) break;
  }
  return Math.min(1, Math.max(0, sum));
}

const NODES = 64;

function pooled(reference: readonly number[], current: readonly number[]) {
  const counts = reference.map((count, i) => count + (current[i] ?? 0));
  const rows = total(counts);
  return { rows, shares: counts.map((count) => count / rows), below: cumulativeShares(counts) };
}

function spread(share = 0): number {
  return Math.max(0, share * (1 - share));
}
