import { cumulativeShares } from './sums.ts';

/** Mean of Kolmogorov's distribution, sqrt(pi / 2) ln 2. @see Marsaglia, Tsang & Wang (2003) */
const KOLMOGOROV_MEAN = Math.sqrt(Math.PI / 2) * Math.LN2;

/** Largest difference of two empirical distributions at the bins' edges; in [0, 1], symmetric; below the exact D by less than one bin's share. */
export function kolmogorovSmirnovDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  const f = cumulativeShares(reference);
  const g = cumulativeShares(current);
  return f.reduce((largest, share, i) => Math.max(largest, Math.abs(share - (g[i] ?? 0))), 0);
}

/** What the distance would be expected to reach by chance with n and m rows. */
export function expectedKolmogorovSmirnovDistance(n: number, m: number): number {
  return Math.min(1, KOLMOGOROV_MEAN * Math.sqrt((n + m) / (n * m)));
}
