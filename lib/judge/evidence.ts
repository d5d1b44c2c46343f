import { normalNoise } from '../stats/noise/chi-square-noise.ts';
import { criticalDistance, type Noise } from '../stats/noise/noise.ts';
import { Z95 } from '../stats/normal.ts';
import type { Limits } from './limits.ts';
import type { Measured } from './measured.ts';

/** How far a value is from the baseline's, and how far chance takes it. */
export interface Comparison {
  readonly distance: number;
  readonly noise: Noise;
}

/** What speaks against chance in one value. */
export interface Evidence {
  /** Probability that chance alone takes the value as far from where it was in the baseline. */
  readonly p: number;
  readonly comparison: Comparison;
  /** The variance of windows by that of independent rows, 1 or more. */
  readonly dispersion: number;
  /** What chance reaches with probability `level`, as limits on the side that is looked at. */
  limitsAt(level: number): Limits;
}

/**
 * The evidence in a value on the side of `limits` (`max`, `min`, or both); null where nobody knows how chance moves it.
 *
 * `variation` is the variance between windows by that of one row (`Variation`), 0 where rows are independent.
 */
export function evidenceOf(measured: Measured, limits: Limits, variation: number): Evidence | null {
  const up = limits.max !== undefined;
  const down = limits.min !== undefined;
  const comparison = comparisonOf(measured, up && down ? 2 : up ? 'up' : 'down');
  const { reference } = measured.value;
  if (!comparison || reference === null) return null;
  const { distance, noise: law } = comparison;
  const dispersion = 1 + variation * law.size;
  const stretch = dispersion ** (1 / law.power);
  const noise = law.near?.(distance / stretch) ?? law;
  return {
    comparison,
    dispersion,
    p: distance === 0 ? 1 : noise.survival(distance / stretch),
    limitsAt: (level) => {
      const reach = criticalDistance(noise, level) * stretch;
      return { ...(up && { max: reference + reach }), ...(down && { min: reference - reach }) };
    },
  };
}

/**
 * A distance has a law of its own. Any other value with an interval is held against the baseline's by a two-sample test, on one
 * side or on both: the baseline's error is taken to be the window's, by the root of their rows.
 */
export function comparisonOf(measured: Measured, side: 'up' | 'down' | 2): Comparison | null {
  const { value } = measured;
  if (value.value === null || value.reference === null) return null;
  const difference = value.value - value.reference;
  const noise = value.noise ? value.noise() : testOf(measured, difference, side === 2 ? 2 : 1);
  if (!noise) return null;
  const signed = side === 'down' ? -difference : difference;
  return { noise, distance: side === 2 ? Math.abs(difference) : Math.max(0, signed) };
}

function testOf(measured: Measured, difference: number, sides: 1 | 2): Noise | null {
  const { value } = measured;
  const { low, high, rests } = value;
  const support = rests?.rows ?? measured.support;
  const referenceSupport = rests?.referenceRows ?? measured.referenceSupport ?? 0;
  if (low === undefined || high === undefined || support === 0 || referenceSupport === 0)
    return null;
  const half = difference >= 0 ? (value.value ?? 0) - low : high - (value.value ?? 0);
  const error = (half / Z95) * Math.sqrt(1 + support / referenceSupport);
  if (!(error > 0)) return null;
  return normalNoise(error, support / (1 + support / referenceSupport), sides);
}
