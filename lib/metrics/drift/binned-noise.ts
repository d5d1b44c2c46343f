import { chiSquareNoise } from '../../stats/noise/chi-square-noise.ts';
import type { Noise } from '../../stats/noise/noise.ts';
import { LARGEST_DRAWN, simulatedNoise } from '../../stats/noise/simulated-noise.ts';
import {
  type CountDistance,
  twoBinNoise,
  twoSidedNoise,
} from '../../stats/noise/two-sided-noise.ts';
import { comparedSize, occupied, total } from '../../stats/sums.ts';

/** With fewer rows expected in any bin the chi-square distribution is too light in the tail (twice at 1e-4 with 10 rows a bin). */
const LEAST_EXPECTED = 50;
/** With fewer a distance depends on more than the size that both sides come to. */
const LEAST_DRAWN = 5;

/**
 * How far chance alone takes a distance of two count vectors. By chi-square where every bin holds many rows and the distance follows
 * it (`unit`); exactly where there are two bins; else by drawing: from the reference's shares, half a count added to each bin, where
 * every bin of a draw holds some rows, and otherwise both sides, from what they have together.
 */
export function binnedNoise(
  reference: readonly number[],
  current: readonly number[],
  distance: CountDistance & {
    readonly name: string;
    /** distance ** power * unit * nm/(n+m) is about chi-square; absent where it follows no such law. */
    readonly unit?: number;
  },
): Noise {
  const [a, b] = occupied(reference, current);
  const [n, m] = [total(a), total(b)];
  const size = comparedSize(a, b);
  const { name, power, unit } = distance;
  const leastShare = Math.min(...a.map((count, i) => (count + (b[i] ?? 0)) / (n + m)));
  if (unit !== undefined && leastShare * size >= LEAST_EXPECTED) {
    return chiSquareNoise({ size, power, unit: unit * size, degreesOfFreedom: a.length - 1 });
  }
  if (a.length === 2) return twoBinNoise(a, b, distance);
  if (leastShare * Math.min(size, LARGEST_DRAWN) < LEAST_DRAWN)
    return twoSidedNoise(a, b, distance);
  const all = n + a.length / 2;
  const shares = a.map((count) => (count + 0.5) / all);
  return simulatedNoise({
    name,
    shares,
    size,
    power,
    distance: (counts) => distance.of(a, Array.from(counts)),
  });
}
