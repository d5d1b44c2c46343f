import betainc from '@stdlib/math-base-special-betainc';
import type { Noise } from './noise.ts';

/** Values that the baseline lacks: categories that it never had, or those beyond its smallest or largest. */
export interface Unseen {
  /** Values of the window. */
  readonly size: number;
  /** Values of the baseline. */
  readonly referenceSize: number;
  /** What tells of them in the baseline: its singletons for categories, one for each end of a range. */
  readonly hints: number;
  /** Values that the baseline lacks in what the window is held against, where that is another part of the log. */
  readonly reference: { readonly count: number; readonly share: number };
}

/**
 * Of the share of values that a baseline lacks, less that of the reference.
 *
 * A baseline of m rows never had all that comes: the next rows lack hints / m on average, by Good and Turing for categories, and
 * exactly so for the ends of a range. How many of n rows do is negative binomial with shape `hints` and mean n hints / m, whose
 * spread holds the error of that estimate. What the reference itself lacks is expected of the window as well.
 *
 * @see Good (1953), The population frequencies of species and the estimation of population parameters
 * @see Robbins (1944), On distribution-free tolerance limits
 */
export function unseenNoise({ size, referenceSize, hints, reference }: Unseen): Noise {
  const shape = hints + reference.count;
  const rows = shape / (reference.share + hints / referenceSize);
  return {
    power: 1,
    size: (size * referenceSize) / (size + referenceSize),
    expected: hints / referenceSize,
    errorStays: true,
    survival: (distance) => {
      const count = Math.ceil((distance + reference.share) * size - ROUNDING);
      return count <= 0 ? 1 : betainc(size / (size + rows), count, shape, true, false);
    },
  };
}

/** A share times its rows is a whole number but for this. */
const ROUNDING = 1e-6;
