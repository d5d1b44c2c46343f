import { kolmogorovSurvival } from '../kolmogorov.ts';
import type { Noise } from './noise.ts';

/** Mean of the square of Kolmogorov's distribution, pi^2 / 12. */
const SQUARE_MEAN = Math.PI ** 2 / 12;

/** Of the largest difference of two empirical distributions of n and m values: too large, and so cautious, where values repeat. */
export function kolmogorovNoise(n: number, m: number): Noise {
  const size = (n * m) / (n + m);
  const rows = Math.max(1, Math.round(size));
  return {
    size,
    power: 2,
    expected: SQUARE_MEAN / size,
    survival: (distance) => kolmogorovSurvival(distance, rows),
  };
}
