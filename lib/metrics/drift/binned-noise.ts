import { chiSquareNoise } from '../../stats/noise/chi-square-noise.ts';
import type { Noise } from '../../stats/noise/noise.ts';
import { simulatedNoise } from '../../stats/noise/simulated-noise.ts';
import { occupied, total } from '../../stats/sums.ts';

/** With fewer rows expected in any bin the chi-square distribution is too light in the tail (twice at 1e-4 with 10 rows a bin). */
const LEAST_EXPECTED = 50;

/**
 * How far chance alone takes a distance of two count vectors: by chi-square where every bin holds many rows and the distance
 * follows it (`unit`), else by drawing from the reference's shares, half a count added to each bin that either side has.
 */
export function binnedNoise(
  reference: readonly number[],
  current: readonly number[],
  distance: {
    readonly name: string;
    readonly power: 1 | 2;
    /** distance ** power * unit * nm/(n+m) is about chi-square; absent where it follows no such law. */
    readonly unit?: number;
    readonly of: (reference: readonly number[], current: readonly number[]) => number;
  },
): Noise {
  const [a, b] = occupied(reference, current);
  const [n, m] = [total(a), total(b)];
  const size = (n * m) / (n + m);
  const { name, power, unit } = distance;
  const least = Math.min(...a.map((count, i) => (count + (b[i] ?? 0)) / (n + m))) * size;
  if (unit !== undefined && least >= LEAST_EXPECTED) {
    return chiSquareNoise({ size, power, unit: unit * size, degreesOfFreedom: a.length - 1 });
  }
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
