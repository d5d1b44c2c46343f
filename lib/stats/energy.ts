import { cumulativeShares, total } from './sums.ts';
import { type BinnedSample, closeBins } from './wasserstein.ts';

/**
 * Energy distance of two binned samples: the root of twice the integral of (F - G)^2; symmetric, at least 0, in the root of the
 * values' unit. Inside a bin both functions are taken as straight lines.
 *
 * @see scipy.stats.energy_distance; Székely & Rizzo (2013), Energy statistics
 */
export function energyDistance(
  edges: readonly number[],
  reference: BinnedSample,
  current: BinnedSample,
): number {
  const integral = closeBins(edges, reference, current).reduce(
    (sum, { width, left, right }) =>
      sum + (width * (left * left + left * right + right * right)) / 3,
    0,
  );
  return Math.sqrt(2 * Math.max(0, integral));
}

/** Root of what the squared distance would be expected to be by chance: (F - G)^2 is F (1 - F) (1/n + 1/m) in the mean. */
export function expectedEnergyDistance(
  edges: readonly number[],
  reference: BinnedSample,
  current: BinnedSample,
): number {
  const below = cumulativeShares(
    reference.counts.map((count, i) => count + (current.counts[i] ?? 0)),
  );
  const noise = below.map((share) => Math.max(0, share * (1 - share)));
  const integral = closeBins(edges, reference, current).reduce(
    (sum, { width }, i) => sum + (width * ((noise[i - 1] ?? 0) + (noise[i] ?? 0))) / 2,
    0,
  );
  return Math.sqrt(2 * integral * (1 / total(reference.counts) + 1 / total(current.counts)));
}
