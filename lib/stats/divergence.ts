import { occupied, total } from './sums.ts';

/**
 * Population stability index of two count vectors over the same bins, in nats; 0 for equal shares, no upper bound, symmetric.
 *
 * Each bin gets half a count before the counts become shares, so an empty bin gives a finite value.
 */
export function populationStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): number {
  const smoothed = (counts: readonly number[]) => {
    const all = total(counts) + counts.length / 2;
    return counts.map((count) => (count + 0.5) / all);
  };
  const p = smoothed(reference);
  const q = smoothed(current);
  return p.reduce(
    (sum, share, i) => sum + ((q[i] ?? 0) - share) * Math.log((q[i] ?? 0) / share),
    0,
  );
}

/**
 * What the index would be expected to reach if both sides were drawn from one distribution.
 *
 * The index times nm/(n+m) is about chi-square with one degree of freedom less than there are bins.
 *
 * @see Yurdakul (2018), Statistical Properties of Population Stability Index.
 */
export function expectedStabilityIndex(
  reference: readonly number[],
  current: readonly number[],
): number {
  const [a, b] = occupied(reference, current);
  return (a.length - 1) * (1 / total(a) + 1 / total(b));
}

/**
 * Jensen-Shannon distance of two count vectors over the same bins: the root of the divergence in bits; in [0, 1], symmetric.
 *
 * @see scipy.spatial.distance.jensenshannon(p, q, base=2)
 */
export function jensenShannonDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  const n = total(reference);
  const m = total(current);
  const divergence = reference.reduce((sum, count, i) => {
    const p = count / n;
    const q = (current[i] ?? 0) / m;
    const middle = (p + q) / 2;
    return sum + (p > 0 ? p * Math.log2(p / middle) : 0) + (q > 0 ? q * Math.log2(q / middle) : 0);
  }, 0);
  return Math.sqrt(Math.min(1, Math.max(0, divergence / 2)));
}

/** Root of what the divergence would be expected to be by chance: to second order it is the stability index / (8 ln 2). */
export function expectedJensenShannonDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  return Math.min(1, Math.sqrt(expectedStabilityIndex(reference, current) / (8 * Math.LN2)));
}
