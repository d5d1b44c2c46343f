import { comparedSize, total } from '../sums.ts';
import { poissonDrawer } from './draw-poisson.ts';
import { type Draws, drawnNoise } from './drawn-noise.ts';
import type { Noise } from './noise.ts';

/** A distance of two count vectors over the same bins. */
export interface CountDistance {
  readonly power: 1 | 2;
  readonly of: (reference: readonly number[], current: readonly number[]) => number;
}

/**
 * Of a distance over bins of which some hold few rows, by drawing both sides at their own sizes from what they have together: there a
 * distance shrinks neither with the root of the rows nor as one side's error alone does.
 */
export function twoSidedNoise(
  reference: readonly number[],
  current: readonly number[],
  { power, of }: CountDistance,
): Noise {
  const [n, m] = [total(reference), total(current)];
  const size = comparedSize(reference, current);
  const shares = reference.map((count, i) => (count + (current[i] ?? 0)) / (n + m));
  const drawn = poissonDrawer([
    ...shares.map((share) => share * n),
    ...shares.map((share) => share * m),
  ]);
  const more = () => {
    const counts = Array.from(drawn());
    const [a, b] = [counts.slice(0, shares.length), counts.slice(shares.length)];
    return total(a) > 0 && total(b) > 0 ? of(a, b) ** power * size : 0;
  };
  const draws: Draws = { statistics: [], more };
  return drawnNoise({ size, power }, draws);
}

/**
 * Of a distance over two bins exactly: all tables with the margins of the two sides.
 *
 * @see Fisher (1935), The logic of inductive inference, Journal of the Royal Statistical Society 98
 */
export function twoBinNoise(
  reference: readonly number[],
  current: readonly number[],
  { power, of }: CountDistance,
): Noise {
  const [n, m] = [total(reference), total(current)];
  const size = comparedSize(reference, current);
  const marked = (reference[1] ?? 0) + (current[1] ?? 0);
  const first = Math.max(0, marked - n);
  const last = Math.min(marked, m);
  // Hypergeometric, by the ratios of neighbours from the most likely one on.
  const most = Math.min(last, Math.max(first, Math.floor(((m + 1) * (marked + 1)) / (n + m + 2))));
  const ratio = (k: number) => ((marked - k) * (m - k)) / ((k + 1) * (n - marked + k + 1));
  const weights = new Map([[most, 1]]);
  for (let k = most + 1; k <= last; k++)
    weights.set(k, (weights.get(k - 1) as number) * ratio(k - 1));
  for (let k = most - 1; k >= first; k--) weights.set(k, (weights.get(k + 1) as number) / ratio(k));
  const all = total([...weights.values()]);
  const tables = [...weights].map(([k, weight]) => ({
    probability: weight / all,
    distance: of([n - marked + k, marked - k], [m - k, k]),
  }));
  const sum = (termOf: (table: (typeof tables)[number]) => number) =>
    tables.reduce((whole, table) => whole + termOf(table), 0);
  return {
    size,
    power,
    expected: sum(({ distance, probability }) => distance ** power * probability),
    survival: (reached) =>
      Math.min(
        1,
        sum(({ distance, probability }) =>
          distance >= reached * (1 - ROUNDING) ? probability : 0,
        ),
      ),
  };
}

/** Tables of one distance differ in its last digits. */
const ROUNDING = 1e-9;
